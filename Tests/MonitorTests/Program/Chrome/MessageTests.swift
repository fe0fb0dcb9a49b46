import BatchInference
import Console
import Testing

@testable import Monitor

@Suite("Messages")
struct MessageTests {
    private func rows(_ stage: Stage) -> [Substring] {
        stage.text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    @Test("cover nothing but the status line", arguments: EveryList.allCases, Toast.Kind.allCases)
    func place(list: EveryList, kind: Toast.Kind) {
        var stage = list.stage(columns: 80)
        let before = rows(stage)
        let text = String(repeating: "it went wrong in a long sentence ", count: 8)
        _ = stage.state.apply([.toast(Toast(kind, text))])
        let after = rows(stage)
        let status = before.count - 2
        #expect(before[..<status] == after[..<status] && before[status + 1] == after[status + 1])
        #expect(after[status].contains("it went wrong") && after[status].contains("F5 shows all"))
    }

    @Test("leave a filter in sight while it is typed")
    func filter() {
        var stage = EveryList.jobs.stage(columns: 80)
        stage.press("/", "p")
        _ = stage.state.apply([.toast(Toast(.warning, String(repeating: "long ", count: 40)))])
        #expect(stage.text.contains("filter: p_"))
    }

    @Test("can be read whole after they went")
    func kept() {
        var stage = EveryList.jobs.stage(columns: 80)
        stage.press("F5")
        #expect(stage.text.contains("no messages yet"))
        stage.press("Esc", "Z", "F5")
        #expect(stage.text.contains("does nothing here"), "what was shown is no longer denied")
        stage.press("Esc")
        let text = "s3://bucket/" + String(repeating: "deep/", count: 30)
        _ = stage.state.apply([.toast(Toast(.failure, text))])
        for toast in stage.state.toasts { _ = stage.state.update(.toastExpired(toast.id)) }
        #expect(stage.toasts.isEmpty)
        stage.press("F5")
        let shown = rows(stage).joined().filter { $0 != " " && $0 != "│" }
        #expect(shown.contains(text.filter { $0 != " " }))
        stage.press("Esc")
        #expect(!stage.state.hasOverlay)
    }
}

extension MessageTests {
    @Test("go with the screen that they were about, and stay in the list")
    func leaving() {
        var stage = EveryList.jobs.stage(columns: 80)
        _ = stage.state.apply([.toast(Toast(.info, "of the jobs"))])
        #expect(stage.toasts == ["of the jobs"])
        stage.press("F9")
        #expect(stage.toasts.isEmpty)
        #expect(stage.state.messages.map(\.toast.text) == ["of the jobs"])
        _ = stage.state.apply([.toast(Toast(.info, "of the profiles"))])
        stage.press("Down")
        #expect(stage.toasts == ["of the profiles"], "a key that leaves the screen where it is takes nothing away")
    }

    @Test("hints push no other message out of the list")
    func hints() {
        var stage = EveryList.jobs.stage(columns: 80)
        _ = stage.state.apply([.toast(Toast(.failure, "it went wrong"))])
        for number in 0..<2000 { _ = stage.state.apply([.toast(Toast(.hint, "\(number)"))]) }
        #expect(stage.state.messages.first?.toast.text == "it went wrong")
    }
}

extension Toast.Kind: CaseIterable {
    public static let allCases: [Toast.Kind] = [.hint, .info, .success, .warning, .failure]
}
