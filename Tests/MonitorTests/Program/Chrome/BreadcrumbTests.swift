import Console
import Testing

@testable import Monitor

@Suite("The way to a screen in the header")
struct BreadcrumbTests {
    private let way = ["Transforms", "penguins-species-softmax-004-20261122-1914 outputs", "part-001.csv"]

    @Test("where there is room, it stands whole")
    func whole() {
        #expect(Breadcrumb.fit(way, columns: 78, separator: 3) == way)
    }

    @Test("a long crumb is cut in its middle before others go")
    func cut() {
        #expect(
            Breadcrumb.fit(way, columns: 60, separator: 3)
                == ["Transforms", "penguins-species…22-1914 outputs", "part-001.csv"])
    }

    @Test("the first crumbs give way, and the screen itself stays")
    func leftOut() {
        #expect(Breadcrumb.fit(way, columns: 20, separator: 3) == ["…", "part-001.csv"])
        #expect(Breadcrumb.fit(["Jobs"], columns: 3, separator: 3) == ["J…s"])
    }

    @Test("it is never wider than its room", arguments: 4...90)
    func width(columns: Int) {
        let fitted = Breadcrumb.fit(way, columns: columns, separator: 3)
        #expect(TextWidth.columns(fitted.joined(separator: " › ")) <= columns)
    }
}
