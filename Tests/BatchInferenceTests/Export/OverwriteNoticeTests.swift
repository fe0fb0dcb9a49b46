import Testing

@testable import BatchInference

@Suite struct OverwriteNoticeTests {
    @Test func outputsThatAreThereAreToldInTheCode() async {
        let bench = PreflightBench()
        func texts() async -> [String] {
            await OverwriteNotice.texts(
                for: bench.plan, region: "eu-west-1", from: bench.account, clock: ManualClock())
        }
        #expect(await texts().isEmpty)
        bench.account.put("s3://demo-data/out/march/part-1.csv.out", "x")
        let warnings = await texts()
        #expect(warnings.count == 1 && warnings[0].contains("1 of 2 outputs"))
        var export = LaunchExport(bench.plan, at: .init(region: "eu-west-1"))
        export.warnings = warnings
        for form in ExportForm.allCases where form != .json {
            #expect(export.text(as: form).contains("# Warning: 1 of 2 outputs"), "\(form)")
        }
    }
}
