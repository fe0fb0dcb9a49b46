import Foundation
import Testing

@Suite("A launch that is cut between its two requests", .serialized)
struct InterruptedLaunchTests {
    @Test("resume lists it and finishes it, once")
    func finished() async throws {
        try await Workplace.withSandbox { place in
            try await CutLaunch.leave(in: place)
            let table = try await place.flightdeck("resume")
            #expect(table.output.contains("cut-transform") && table.output.contains("cut-model"))
            let unasked = try await place.flightdeck("resume", "cut-transform")
            #expect(unasked.status == .exited(2))
            let resumed = try await place.flightdeck("resume", "cut-transform", "--yes")
            #expect(resumed.status == .exited(0), "\(resumed.error)")
            #expect(resumed.lines == ["cut-transform"])
            #expect(try await place.flightdeck("watch", "cut-transform").status == .exited(0))
            #expect(try await place.flightdeck("resume", "--json").json()["Launches"] == .array([]))
            #expect(try await place.flightdeck("resume", "cut-transform", "--yes").status == .exited(1))
        }
    }

    @Test("while it is under way, nobody else is offered it, and nobody takes it")
    func underWay() async throws {
        try await Workplace.withSandbox { place in
            try await CutLaunch.leave(in: place) {
                let list = try await place.flightdeck("resume")
                #expect(list.status == .exited(0) && list.output.isEmpty)
                #expect(list.error.contains("in progress in another flightdeck: cut-transform"))
                let all = try await place.flightdeck("resume", "--all", "--clean-up", "--yes")
                #expect(
                    all.status == .exited(0) && all.error.contains("no interrupted launches in this account and region")
                )
                let named = try await place.flightdeck("resume", "cut-transform", "--yes")
                #expect(named.status == .exited(1) && named.error.contains("another flightdeck is working"))
            }
            // Once it is dead, it is offered.
            let resumed = try await place.flightdeck("resume", "--all", "--yes")
            #expect(resumed.lines == ["cut-transform"], "\(resumed.error)")
        }
    }

    @Test("a journal that is broken is put aside, and that is said")
    func brokenJournal() async throws {
        try await Workplace.withSandbox { place in
            try await CutLaunch.leave(in: place)
            let database = "\(place.folder)/state/flightdeck/flightdeck.sqlite"
            for companion in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: database + companion) }
            try Data("no database".utf8).write(to: URL(fileURLWithPath: database))
            let list = try await place.flightdeck("resume")
            #expect(list.status == .exited(0), "\(list.error)")
            #expect(list.error.contains("the launch journal was damaged and is now in \(database).broken"))
            #expect(list.error.contains("flightdeck clean-up"))
            #expect(try await place.flightdeck("resume").error.contains("broken") == false)
        }
    }

    @Test("resume --clean-up removes the model that it left")
    func cleanedUp() async throws {
        try await Workplace.withSandbox { place in
            try await CutLaunch.leave(in: place)
            let cleaned = try await place.flightdeck("resume", "--all", "--clean-up", "--yes")
            #expect(cleaned.status == .exited(0), "\(cleaned.error)")
            #expect(cleaned.error.contains("deleting model cut-model"))
            #expect(try await place.flightdeck("resume", "--json").json()["Launches"] == .array([]))
            let again = try await place.flightdeck("resume", "cut-transform", "--clean-up", "--yes")
            #expect(again.status == .exited(1))
        }
    }
}
