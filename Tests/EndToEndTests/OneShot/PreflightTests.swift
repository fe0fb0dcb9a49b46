import FoundationEssentials
import Testing

@Suite("The preflight of a launch, one-shot")
struct PreflightTests {
    /// What a plan is made of, and the finding that it trips.
    private struct Case: Sendable {
        var options: [String]
        var check: String
        var verdict: String
        var text: String

        init(_ check: String, _ verdict: String, _ text: String, _ options: String...) {
            (self.check, self.verdict, self.text, self.options) = (check, verdict, text, options)
        }

        /// A prefix of the sandbox's spoilt inputs.
        init(mistake: String, _ check: String, _ verdict: String, _ text: String) {
            self.init(check, verdict, text, "--input", "s3://flightdeck-demo/mistakes/\(mistake)")
        }
    }

    private static let march = "s3://flightdeck-demo/inbox/march/"
    private static let roles = "arn:aws:iam::111122223333:role/"

    private static let cases = [
        Case(mistake: "header-row/", "columns", "failed", "and 1 more object start with a header row"),
        Case(mistake: "target-left-in/", "columns", "failed", "the target 'species' is still in it"),
        Case(mistake: "column-too-many/", "columns", "failed", "8 columns, trained on 7"),
        Case(mistake: "semicolons/", "columns", "failed", "semicolons"),
        Case(mistake: "uneven-rows/", "columns", "failed", "line 8 has 8 columns"),
        Case(mistake: "columns-shuffled/", "columns", "failed", "seem to be swapped"),
        Case(mistake: "quoted-line-breaks/", "text", "failed", "isn't closed on the same line"),
        Case(mistake: "bare-quotes/", "text", "failed", "a bare \""),
        Case(mistake: "not-utf8/", "text", "failed", "line 5 isn't UTF-8"),
        Case(mistake: "utf16/", "text", "failed", "UTF-16"),
        Case(mistake: "parquet/", "text", "failed", "Parquet"),
        Case(mistake: "mac-line-ends/", "text", "failed", "CR only"),
        Case(mistake: "blank-lines-alone/", "text", "failed", "has only blank lines"),
        Case(mistake: "json-records/", "text", "failed", "has JSON"),
        Case(mistake: "cut-off-gzip/", "compression", "failed", "ends early"),
        Case(mistake: "trailing-commas/", "columns", "failed", "column 8 is empty in every row"),
        Case(mistake: "row-numbers/", "columns", "failed", "column 1 counts the rows"),
        Case(mistake: "numbers-with-units/", "columns", "failed", "had numbers: 39.1 mm"),
        Case(mistake: "other-words/", "columns", "failed", "never had in training, such as BISCOE ISLAND"),
        Case(mistake: "byte-order-mark/", "text", "warned", "byte order mark"),
        Case(mistake: "windows-line-ends/", "text", "warned", "CR LF line ends"),
        Case(mistake: "blank-lines/", "text", "warned", "line 4 is blank"),
        Case(mistake: "gzip/", "compression", "failed", "is gzip"),
        Case(mistake: "mixed-packing/", "compression", "failed", "some objects are gzip"),
        Case(mistake: "empty-object/", "strays", "warned", "is empty"),
        Case(mistake: "success-marker/", "strays", "warned", "_SUCCESS"),
        Case(mistake: "earlier-outputs/", "strays", "warned", "is the output of a transform"),
        Case(mistake: "test", "strays", "warned", "siblings"),
        Case(mistake: "nothing-here/", "input", "failed", "no objects"),
        Case("input", "failed", "is in eu-central-1", "--input", "s3://flightdeck-demo-frankfurt/inbox/"),
        Case("input", "failed", "no bucket", "--input", "s3://flightdeck-nowhere/inbox/"),
        Case(
            "input", "failed", "part-400.csv, which doesn't exist", "--s3-data-type", "ManifestFile", "--input",
            "s3://flightdeck-demo/mistakes/missing-in-manifest/list.json"),
        Case(
            "input", "failed", "isn't a manifest", "--s3-data-type", "ManifestFile", "--input",
            "s3://flightdeck-demo/mistakes/not-a-manifest/list.json"),
        Case(
            "output", "warned", "6 of 6 outputs already exist", "--input", march, "--output",
            "s3://flightdeck-demo/predictions/species-march/"),
        Case(
            "output", "failed", "is in eu-central-1", "--input", march, "--output", "s3://flightdeck-demo-frankfurt/o/"),
        Case("role", "failed", "doesn't trust SageMaker", "--input", march, "--role", roles + "flightdeck-operator"),
        Case("role", "failed", "no role nobody", "--input", march, "--role", roles + "nobody"),
        Case(
            "names", "failed", "another model of that name", "--input", march, "--model-name",
            "penguins-body-mass-model"),
        Case(
            "names", "failed", "a transform job of that name", "--input", march, "--transform-job-name",
            "penguins-species-march-01"),
        Case("quota", "failed", "is 4: 9 requested", "--input", march, "--instance-count", "9"),
        Case("instances", "warned", "1 stays idle", "--input", march, "--instance-count", "7"),
        Case("filters", "failed", "a part that the record doesn't have", "--input", march, "--input-filter", "$[9]"),
        Case("filters", "warned", "sources disagree", "--input", march, "--input-filter", "$[0:7]"),
        Case("payload", "passed", "fits 1 MB", "--input", march),
    ]

    @Test("each of the sandbox's bad plans trips its line, creates nothing, and ends as the line says")
    func lines() async throws {
        try await Workplace.withSandbox { place in
            let before = try await place.flightdeck("transforms", "--json").output
            for item in Self.cases { try await Self.expect(item, in: place) }
            let after = try await place.flightdeck("transforms", "--json").output
            #expect(after == before)
        }
    }

    private static func expect(_ item: Case, in place: Workplace) async throws {
        let common = ["launch", "penguins-species", "--instance-type", "ml.m5.xlarge", "--dry-run", "--json"]
        let planned = try await place.flightdeck(common + item.options)
        let findings = try planned.json()["Preflight"]["Findings"].elements
        let isFound = findings.contains { finding in
            finding["Check"].text == item.check && finding["Verdict"].text == item.verdict
                && finding["Text"].text?.contains(item.text) == true
        }
        #expect(isFound, "\(item.check) \(item.options): \(planned.output.suffix(2500))")
        let fails = findings.contains { $0["Verdict"].text == "failed" }
        #expect(planned.status == .exited(fails ? 1 : 0), "\(item.options)")
    }

    @Test("a sound plan passes every check; a failed one is not launched even with --yes")
    func launching() async throws {
        try await Workplace.withSandbox { place in
            let sound = try await place.flightdeck(
                "launch", "penguins-species", "--input", Self.march, "--instance-type", "ml.m5.xlarge", "--dry-run")
            #expect(sound.status == .exited(0))
            #expect(sound.error.contains("passed") && !sound.error.contains("unknown"), "\(sound.error)")
            let refused = try await place.flightdeck(
                "launch", "penguins-species", "--input", "s3://flightdeck-demo/mistakes/target-left-in/",
                "--instance-type", "ml.m5.xlarge", "--yes")
            #expect(refused.status == .exited(1))
            #expect(refused.output.isEmpty)
            #expect(refused.error.contains("nothing was created") && refused.error.contains("--skip-preflight"))
        }
    }

    @Test("a corrected input is written beside the output, launched, and its rows have no header among them")
    func correcting() async throws {
        try await Workplace.withSandbox { place in
            let launched = try await place.flightdeck(
                "launch", "penguins-species", "--input", " s3://flightdeck-demo/mistakes/header-row/\u{A0}", "--output",
                "s3://flightdeck-demo/predictions/corrected/", "--instance-type", " ml.m5.xlarge", "--correct-input",
                "--yes", "--wait")
            #expect(launched.status == .exited(0), "\(launched.error)")
            #expect(launched.error.contains("--correct-input: write copies of 2 objects"))
            #expect(launched.error.contains("s3://flightdeck-demo/predictions/corrected-input/"))
            #expect(launched.error.contains("corrected 2 of 2 objects"))
            let left = try await place.flightdeck("resume", "--json")
            #expect(left.output.contains("\"Launches\": []"), "the launch has taken its input over: \(left.output)")
            #expect(launched.error.contains("2 of 2 outputs"))
        }
    }

    @Test(
        "where nothing is to be corrected, --correct-input says so, also without launching", arguments: [true, false])
    func nothingToCorrect(isDry: Bool) async throws {
        try await Workplace.withSandbox { place in
            let ended = try await place.flightdeck(
                [
                    "launch", "penguins-species", "--input", Self.march, "--instance-type", "ml.m5.xlarge",
                    "--correct-input", "--yes",
                ] + (isDry ? ["--dry-run"] : []))
            #expect(ended.status == .exited(0), "\(ended.error)")
            #expect(ended.error.contains("--correct-input: nothing was corrected"), "\(ended.error)")
        }
    }

    @Test(
        "a misspelled type is refused with the one that was meant before anything is made, also where checks are skipped"
    )
    func misspelledType() async throws {
        try await Workplace.withSandbox { place in
            let launch = [
                "launch", "penguins-species", "--input", Self.march, "--instance-type", "ml.m5.xlarg", "--yes",
            ]
            for more in [[], ["--skip-preflight"], ["--dry-run"], ["--trial", "5"]] {
                let refused = try await place.flightdeck(launch + more)
                #expect(refused.status == .exited(2), "\(more)")
                #expect(refused.error.contains("did you mean ml.m5.xlarge?"), "\(refused.error)")
                #expect(!refused.error.contains("creating model"))
            }
            let unfinished = try await place.flightdeck("resume")
            #expect(unfinished.output.isEmpty, "\(unfinished.output)")
            #expect(unfinished.error.contains("no interrupted launches"), "\(unfinished.error)")
            // What has the form of a type may be newer than the program: SageMaker decides.
            let newer = try await place.flightdeck(
                launch.map { $0 == "ml.m5.xlarg" ? "ml.m8i.2xlarge" : $0 } + ["--skip-preflight"])
            #expect(newer.error.contains("warning: "), "\(newer.error)")
            #expect(newer.error.contains("creating model"), "\(newer.error)")
        }
    }

    @Test("what a principal may not look up is unknown, because it is denied, and stands in nobody's way")
    func denied() async throws {
        try await Workplace.withSandbox { place in
            let config = "\(place.folder)/config"
            try Data(
                """
                [profile launcher]
                role_arn = \(Self.roles)flightdeck-launcher
                credential_source = Environment
                region = us-west-2
                """.utf8
            ).write(to: URL(filePath: config))
            let launcher = place.with(["AWS_CONFIG_FILE": config])
            let planned = try await launcher.flightdeck(
                "launch", "penguins-species", "--input", Self.march, "--instance-type", "ml.m5.xlarge", "--dry-run",
                "--json", "--profile", "launcher")
            #expect(planned.status == .exited(0), "\(planned.error)")
            let findings = try planned.json()["Preflight"]["Findings"].elements
            let unknown = findings.filter { $0["Verdict"].text == "unknown" }.compactMap { $0["Text"].text }
            for action in ["iam:GetRole", "iam:SimulatePrincipalPolicy", "servicequotas:ListServiceQuotas"] {
                #expect(unknown.contains { $0.contains("unknown, because \(action) is denied") }, "\(unknown)")
            }
            #expect(!findings.contains { $0["Verdict"].text == "failed" })
        }
    }
}
