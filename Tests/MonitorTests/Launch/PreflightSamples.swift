import AWSOperations
import BatchInference

@testable import Monitor

/// Reports of checks to test with.
enum PreflightSamples {
    static func subject(_ plan: LaunchPlan) -> PreflightSubject {
        PreflightSubject(plan: plan, region: "eu-west-1", profile: "ml-dev")
    }

    /// A report in which checks have these findings, and all others none; one may still run.
    static func report(
        _ plan: LaunchPlan, _ findings: [String: [PreflightFinding]], running: String? = nil
    ) -> PreflightReport {
        PreflightReport(
            subject: subject(plan),
            lines: PreflightCheck.all.map { check in
                PreflightReport.Line(
                    id: check.id, title: check.title, findings: check.id == running ? nil : findings[check.id] ?? [])
            })
    }

    private static let sound: [String: [PreflightFinding]] = [
        "identity": [PreflightFinding(.passed, "account 1111-2222-3333, eu-west-1")],
        "names": [PreflightFinding(.passed, "the names of the model and the transform are available")],
        "role": [PreflightFinding(.passed, "role flightdeck-demo exists and trusts SageMaker", field: .role)],
        "permissions": [PreflightFinding(.passed, "you're allowed to create both, and to pass the role", field: .role)],
        "artifacts": [PreflightFinding(.passed, "2 model artifacts readable, same region", field: .candidate)],
        "input": [PreflightFinding(.passed, "input: 12 objects, 3.4 MB, text/csv", field: .input)],
        "output": [PreflightFinding(.passed, "the output prefix is empty", field: .output)],
        "columns": [PreflightFinding(.passed, "6 columns, as trained on", field: .input)],
        "quota": [PreflightFinding(.passed, "quota: room for 4 × ml.m5.xlarge", field: .instanceType)],
    ]

    static func passed(_ plan: LaunchPlan) -> PreflightReport { report(plan, sound) }

    /// A target left in the input, a sibling, a quota that may not be asked for, and a check that runs.
    static func mixed(_ plan: LaunchPlan) -> PreflightReport {
        report(
            plan,
            sound.merging(
                [
                    "columns": [
                        PreflightFinding(
                            .failed,
                            "part-1.csv has 7 columns, trained on 6: 'species', the target, is still there "
                                + "as column 1", fix: "drop it with the input filter $[1:]", field: .input,
                            edit: .inputFilter("$[1:]"))
                    ],
                    "output": [
                        PreflightFinding(
                            .warned, "3 of 12 outputs already exist and would be overwritten",
                            fix: "use a separate prefix, or keep a copy of the existing outputs", field: .output)
                    ],
                    "quota": [
                        PreflightFinding(
                            .unknown, "quota: unknown, because servicequotas:ListServiceQuotas is denied",
                            fix:
                                "request the permission servicequotas:ListServiceQuotas, or continue without this check"
                        )
                    ],
                ], uniquingKeysWith: { _, new in new }), running: "names")
    }

    /// A header row, which copies without it mend.
    static func headed(_ plan: LaunchPlan) -> PreflightReport {
        report(
            plan,
            sound.merging(
                [
                    "columns": [
                        PreflightFinding(
                            .failed, "part-1.csv starts with a header row, which is read as data",
                            fix: "remove the first line of each object; transforms have no option for that",
                            field: .input, correction: .withoutHeader(["island", "sex"]))
                    ]
                ], uniquingKeysWith: { _, new in new }))
    }
}
