import AWSClient

extension MFAPrompt {
    /// Asks on the terminal; nil where the process has none.
    static var onTerminal: MFAPrompt? {
        guard TerminalQuestion.isPossible else { return nil }
        return MFAPrompt { question in await TerminalQuestion.ask(lines(for: question)) }
    }

    /// What is asked: the last line is the one that the code is typed behind.
    static func lines(for question: Question) -> [String] {
        let problem = question.problem.map { ["flightdeck: \($0)"] } ?? []
        return problem + [
            "The profile \(question.profile) assumes the role \(question.roleArn).",
            "MFA code for \(question.serialNumber):",
        ]
    }
}
