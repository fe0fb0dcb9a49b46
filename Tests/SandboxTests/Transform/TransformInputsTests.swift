import AWSOperations
import Testing

@testable import Sandbox

struct TransformInputsTests {
    @Test(arguments: [
        ("in/march/a.csv", "in/march/", "a.csv"), ("in/march/deep/a.csv", "in/march/", "deep/a.csv"),
        ("in/march/a.csv", "in/march", "a.csv"), ("in/march_old/a.csv", "in/march", "march_old/a.csv"),
        ("in/part-001.csv", "in/part", "part-001.csv"), ("in/a.csv", "in/a.csv", "a.csv"), ("a.csv", "", "a.csv"),
        ("a.csv", "a", "a.csv"), ("in/é/a.csv", "in/é/", "a.csv"),
    ])
    func `the rest of a key below its prefix`(_ key: String, _ prefix: String, _ rest: String) {
        #expect(TransformInputs.rest(of: key, belowPrefix: prefix) == rest)
    }

    @Test func `an output path may end in a slash`() {
        #expect(TransformInputs.outputKey(for: "a.csv", below: "out") == "out/a.csv.out")
        #expect(TransformInputs.outputKey(for: "a.csv", below: "out/") == "out/a.csv.out")
        #expect(TransformInputs.outputKey(for: "a.csv", below: "") == "a.csv.out")
    }

    @Test func `a prefix reads its siblings too, but no folder marks`() async throws {
        var scene = try Scene([
            "in/test/a.csv": Birds.adelie, "in/test_output/b.csv": Birds.gentoo, "in/test/": "",
            "in/other.csv": Birds.adelie,
        ])
        scene.read("in/test")
        #expect(
            await scene.run().record.outputs
                == ["out/a.csv.out": "Adelie\n", "out/test_output/b.csv.out": "Gentoo\n"])
    }

    @Test func `a manifest names its objects`() async throws {
        var scene = try Scene([
            "in/a.csv": Birds.adelie, "in/b/c.csv": Birds.gentoo, "in/d.csv": Birds.adelie,
            "lists/one.manifest": #"[{"prefix":"s3://demo-bucket/in/"},"b/c.csv","a.csv"]"#,
        ])
        scene.read("lists/one.manifest", as: .manifestFile)
        #expect(
            await scene.run().record.outputs == ["out/a.csv.out": "Adelie\n", "out/b/c.csv.out": "Gentoo\n"])
    }

    @Test(arguments: [
        "not json", "{}", "[]", #"["a.csv"]"#, #"[{"prefix":"in/"},"a.csv"]"#,
        #"[{"prefix":"s3://demo-bucket/in/"},7]"#, #"[{"prefix":"s3://demo-bucket/in/"},"missing.csv"]"#,
        #"[{"prefix":"s3://demo-bucket/in/"}]"#,
    ])
    func `a manifest that is none fails the job`(_ manifest: String) async throws {
        var scene = try Scene(["in/a.csv": Birds.adelie, "lists/one.manifest": manifest])
        scene.read("lists/one.manifest", as: .manifestFile)
        let (outcome, record) = await scene.run()
        #expect(outcome.reason?.hasPrefix("ClientError: ") == true)
        #expect(await record.outputs.isEmpty)
    }

    @Test func `an absent manifest fails the job`() async throws {
        var scene = try Scene(["in/a.csv": Birds.adelie])
        scene.read("lists/none", as: .manifestFile)
        #expect(await scene.run().outcome.reason?.contains("s3://demo-bucket/lists/none") == true)
    }
}
