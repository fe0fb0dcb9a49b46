import AWSOperations
import BatchInference

/// One line of the checks panel: what was looked at, and what came of it.
struct LaunchCheck: Hashable, Sendable {
    enum Verdict: Hashable, Sendable {
        case passed
        case pending
        case warning
        case failed
    }

    var verdict: Verdict
    var text: String
    var remedy = ""

    /// The checks of a form, in the order of its rows.
    static func all(of form: LaunchScreen, connection: Connection) -> [LaunchCheck] {
        let plan = form.plan
        var checks = [identity(connection)]
        var reported: Set<PlanProblem.Field> = []
        func topic(_ fields: Set<PlanProblem.Field>, passed: @autoclosure () -> String?) {
            reported.formUnion(fields)
            let problems = form.problems.filter { fields.contains($0.field) }.map { LaunchCheck($0) }
            if problems.isEmpty {
                if let text = passed() { checks.append(LaunchCheck(verdict: .passed, text: text)) }
            } else {
                checks += problems
            }
        }
        let count = plan.containers.count
        topic([.candidate], passed: "\(count) container\(count == 1 ? "" : "s") of the candidate")
        topic([.input], passed: nil)
        if !form.problems.contains(where: { $0.field == .input && $0.severity == .error }) {
            if let check = LaunchCheck(form.inputCheck) { checks.append(check) }
        }
        topic([.output], passed: "output is a prefix in S3")
        topic([.instanceType, .instanceCount, .volumeKey], passed: instance(plan))
        topic([.responseKeys], passed: plan.effectiveResponseKeys.isEmpty ? nil : columns(plan))
        topic([.contentType, .split, .assemble, .accept, .join], passed: "content, split and assembly fit together")
        topic([.role], passed: "role \(plan.roleArn.split(separator: "/").last ?? "")")
        topic([.modelName, .transformName], passed: "names are valid")
        let rest = Set(PlanProblem.Field.allCases).subtracting(reported)
        topic(rest, passed: "the options under More are valid")
        for (id, problem) in form.textProblems.sorted(by: { $0.value < $1.value }) {
            checks.append(LaunchCheck(verdict: .failed, text: "\(LaunchFields.field(id).label): \(problem)"))
        }
        return checks
    }

    private static func identity(_ connection: Connection) -> LaunchCheck {
        guard let account = connection.account else {
            return LaunchCheck(verdict: .pending, text: "asking which account this is")
        }
        return LaunchCheck(verdict: .passed, text: "account \(DisplayText.account(account)), \(connection.region)")
    }

    private static func instance(_ plan: LaunchPlan) -> String {
        let size = InstanceType(plan.instanceType).map { ", \($0.sizeText)" } ?? ""
        return "\(plan.instanceCount) × \(plan.instanceType.rawValue)\(size)"
    }

    private static func columns(_ plan: LaunchPlan) -> String {
        "columns: \(plan.effectiveResponseKeys.joined(separator: ", "))"
    }

    init(verdict: Verdict, text: String, remedy: String = "") {
        self.verdict = verdict
        self.text = text
        self.remedy = remedy
    }

    init(_ problem: PlanProblem) {
        self.init(
            verdict: problem.severity == .error ? .failed : .warning, text: problem.message, remedy: problem.remedy)
    }

    init?(_ check: InputCheck) {
        switch check {
        case .none: return nil
        case .asking: self.init(verdict: .pending, text: "input: looking")
        case .found: self.init(verdict: .passed, text: "input: \(check.summary ?? "")")
        case .nothing: self.init(verdict: .failed, text: "there are no objects at the input location")
        case .failed(let problem, let remedy): self.init(verdict: .warning, text: problem, remedy: remedy)
        }
    }
}

extension LaunchCheck.Verdict {
    /// The sign and the colour of the line.
    var status: StatusWord {
        switch self {
        case .passed: StatusWord(\.completed, "", .statusCompleted)
        case .pending: StatusWord(\.pending, "", .statusPending)
        case .warning: StatusWord(\.warning, "", .statusWarning)
        case .failed: StatusWord(\.failed, "", .statusFailed)
        }
    }
}
