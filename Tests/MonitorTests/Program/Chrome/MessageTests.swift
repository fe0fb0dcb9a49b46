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

    @Test("can be read whole after they went, but for hints")
    func kept() {
        var stage = EveryList.jobs.stage(columns: 80)
        stage.press("F5")
        #expect(stage.toasts == ["messages: no messages yet"])
        let text = "s3://bucket/" + String(repeating: "deep/", count: 30)
        _ = stage.state.apply([.toast(Toast(.failure, text))])
        for toast in stage.state.toasts { _ = stage.state.update(.toastExpired(toast.id)) }
        #expect(stage.toasts.isEmpty)
        stage.press("F5")
        let shown = rows(stage).joined().filter { $0 != " " && $0 != "│" }
        #expect(shown.contains(text.filter { $0 != " " }))
        #expect(!stage.text.contains("none yet"))
        stage.press("Esc")
        #expect(!stage.state.hasOverlay)
    }
}

extension Toast.Kind: CaseIterable {
    public static let allCases: [Toast.Kind] = [.hint, .info, .success, .warning, .failure]
}
