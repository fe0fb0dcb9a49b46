import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("How lists look")
struct ListLookTests {
    @Test("A bar is as full on the selected row as on others, in themes that turn colours round")
    func bars() throws {
        for name in EmbeddedThemes.names where Samples.theme(name)[.selection].attributes.contains(.reverse) {
            var stage = EveryList.candidates.stage()
            stage.state.theme = Samples.theme(name)
            let list = stage.top(CandidatesScreen.self)
            let row = try #require(list.model.list.selectedIndex)
            let surface = stage.surface
            let top = Chrome.body(of: stage.state.size).top + 1 + row - list.model.list.top
            let bar = (0..<stage.state.size.columns).map { surface[Point(column: $0, row: top)] }.filter {
                $0.glyph == Glyph(narrow: "█")
            }
            #expect(!bar.isEmpty, "\(name)")
            #expect(bar.allSatisfy { !$0.style.attributes.contains(.reverse) }, "\(name)")
        }
    }

    @Test("The sign of a sort order is no sign of what is better")
    func signs() {
        for ascii in [false, true] {
            for chords: [Chord] in [["s"], ["s", "S"]] {
                var stage = EveryList.jobs.stage(ascii: ascii)
                let header = { (stage: Stage) in stage.line(with: "STATUS") ?? "" }
                let plain = header(stage)
                for chord in chords { stage.press(chord) }
                let signs = Set(header(stage)).subtracting(plain)
                #expect(signs.count == 1)
                let glyphs = stage.state.glyphs
                #expect(!signs.contains(Character(glyphs.up)) && !signs.contains(Character(glyphs.down)))
            }
        }
    }

    @Test("Every sign takes one column, so that words beside it have the room that they were given")
    func columns() {
        for glyphs in [Glyphs.unicode, .ascii] {
            for (name, value) in Mirror(reflecting: glyphs).children {
                guard let sign = value as? String, name != "checked", name != "unchecked" else { continue }
                #expect(TextWidth.columns(sign) == 1, "\(name ?? "")")
            }
        }
    }

    @Test("No status word is cut, in Unicode or ASCII", arguments: [false, true])
    func statusWords(ascii: Bool) {
        var stage = Stage(TransformsScreen(), columns: 80, rows: 24, ascii: ascii)
        var provisioning = Samples.transform("t", status: .inProgress)
        provisioning.startedAt = nil
        stage.send(TransformsScreen.Event.listing(.page([provisioning])))
        stage.send(TransformsScreen.Event.listing(.finished(isComplete: true)))
        #expect(stage.line(with: "1\(ascii ? "x" : "×")m5.xlarge")?.contains("provisioning ") == true)
    }

    @Test("Instance types stand by family and size, the recommended ones first")
    func instances() {
        let rows = EveryList.instances.stage().top(InstancePickerScreen.self).model.rows
        let recommended = rows.prefix { !$0.note.isEmpty }
        #expect(recommended.first?.isProposed == true && recommended.count > 3)
        let rest = rows.dropFirst(recommended.count)
        #expect(rest.allSatisfy { $0.note.isEmpty })
        for (one, next) in zip(rest, rest.dropFirst()) {
            #expect((one.type.family, one.type.vCPU) <= (next.type.family, next.type.vCPU))
        }
    }
}
