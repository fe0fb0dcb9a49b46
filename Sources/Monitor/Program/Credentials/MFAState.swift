import Console

/// What the program knows of codes that it is asked for.
struct MFAState: Sendable {
    /// Waits for an answer.
    var question: MFAQuestion?
    /// Whether the user went on without; nobody is asked again until they say so.
    var isDeclined = false
    /// Whether nothing was typed since the start, since the last code, or since the user asked for the dialog: only then
    /// does it open by itself, so that it never takes keys meant for something else.
    var isExpected = true

    /// What the header says; nil where no code is missing.
    var notice: String? {
        if question != nil { return "MFA code: F6" }
        return isDeclined ? "no MFA code: F6" : nil
    }
}

extension State {
    var isMFADialogOpen: Bool { if case .mfa = overlay { true } else { false } }

    mutating func take(_ question: MFAQuestion) -> [RunnerEffect] {
        if mfa.isDeclined { return Self.answer(question, with: nil) }
        mfa.question = question
        if case .mfa(var dialog) = overlay {
            dialog.question = question
            overlay = .mfa(dialog)
            return []
        }
        guard mfa.isExpected, overlay == nil, !top.screen.takesText else {
            let text = question.problem ?? "a new MFA code is needed"
            return absorb([.toast(Toast(.warning, "\(question.profile): \(text); F6 opens the dialog"))])
        }
        overlay = .mfa(MFADialog(question))
        return []
    }

    /// Opens the dialog for the question that waits, or has the client ask anew.
    mutating func openMFADialog() -> [Effect<Message>] {
        if let question = mfa.question {
            overlay = .mfa(MFADialog(question))
            return []
        }
        mfa.isDeclined = false
        mfa.isExpected = true
        return loadIdentity() + [.navigate(.open(tab))]
    }

    mutating func take(_ chord: Chord, in dialog: MFADialog) -> [RunnerEffect] {
        var dialog = dialog
        switch dialog.take(chord) {
        case .open:
            overlay = .mfa(dialog)
            return []
        case .declined: return declineMFA(dialog.question)
        case .given(let code):
            overlay = nil
            mfa.question = nil
            mfa.isExpected = true
            return Self.answer(dialog.question, with: code)
        }
    }

    private mutating func declineMFA(_ question: MFAQuestion) -> [RunnerEffect] {
        overlay = nil
        mfa.question = nil
        mfa.isDeclined = true
        let consequence =
            connection.account == nil
            ? "without the code, \(question.profile) can't read or launch anything"
            : "without the code, this session ends when its credentials expire"
        return Self.answer(question, with: nil)
            + absorb([.toast(Toast(.warning, "\(consequence); F6 asks for it again"))])
    }

    private static func answer(_ question: MFAQuestion, with code: String?) -> [RunnerEffect] {
        [.run(EffectID("mfa \(question.id)"), .program) { _, _ in question.answer(code) }]
    }
}
