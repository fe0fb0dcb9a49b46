import Monitor
import Testing

@testable import flightdeck

@Suite("The key reference")
struct KeysCommandTests {
    private let places = KeyReference().places

    @Test("No key of a screen stands for two commands that are both always available")
    func aKeyIsOneCommand() {
        for place in places {
            for row in place.rows {
                #expect(row.keys.count == Set(row.keys).count, "\(place.title): \(row.id) names a key twice")
                #expect(!row.help.isEmpty && row.help.hasSuffix("."), "\(row.id): \(row.help)")
            }
            #expect(place.rows.count == Set(place.rows.map(\.id)).count, "\(place.title) has a command twice")
        }
    }

    @Test("What every list and page can do is told once")
    func movesAreToldOnce() {
        let moves = places.flatMap { place in
            place.rows.filter { $0.help == "Go to the first row." }.map { _ in place.title }
        }
        #expect(moves == ["Every list"])
    }

    @Test("The program's own keys come first, and a screen has a title of its own")
    func placesAreTold() {
        #expect(places.first?.title == "Everywhere")
        #expect(places.count == Set(places.map(\.title)).count)
        #expect(places.contains { $0.rows.contains { $0.id == "launch.start" || $0.keys.contains("Ctrl-L") } })
    }
}
