import FoundationEssentials
import PythonOracle
import Testing

@testable import AWSClient

/// Which proxy a URL takes, compared with what botocore answers in the same environment.
@Suite struct ProxySettingsTests {
    private struct Case: Codable {
        var environment: [String: String]
        var url: String
        /// botocore's answer.
        var proxy: String?
    }

    private static let program = """
        import json, os, sys
        from botocore.httpsession import ProxyConfiguration
        from botocore.utils import get_environ_proxies
        cases = json.load(sys.stdin)
        for case in cases:
            for name in [name for name in os.environ if name.lower().endswith("_proxy") or name == "REQUEST_METHOD"]:
                del os.environ[name]
            os.environ.update(case["environment"])
            case["proxy"] = ProxyConfiguration(get_environ_proxies(case["url"])).proxy_url_for(case["url"])
        json.dump(cases, sys.stdout)
        """

    private static let urls = [
        "https://api.sagemaker.us-east-1.amazonaws.com/", "http://127.0.0.1:4566/bucket-1/key?a=b",
        "https://bucket-1.s3.amazonaws.com/k", "http://LOCALHOST/", "https://sts.amazonaws.com:443/",
        "http://[::1]:80/",
    ]
    private static let exceptions = [
        "*", "amazonaws.com", ".amazonaws.com", " sts.amazonaws.com , localhost", "127.0.0.1", "127.0.0.1:4566",
        "127.0.0.1:80", "zonaws.com", "..s3.amazonaws.com", ",,", "SAGEMAKER.us-east-1.AMAZONAWS.com", "a,*",
        "sts.amazonaws.com:443", ".", "[::1]",
    ]

    @Test func choosesAsBotocore() async throws {
        var cases: [Case] = []
        let variables = [
            ["HTTPS_PROXY": "http://upper:1"], ["https_proxy": "http://lower:1"], ["HTTP_PROXY": "http://upper:2"],
            ["http_proxy": "http://lower:2", "HTTP_PROXY": "http://upper:2"],
            ["https_proxy": "", "HTTPS_PROXY": "http://upper:1"],
            ["HTTP_PROXY": "http://upper:2", "REQUEST_METHOD": "GET"],
            ["HTTP_PROXY": "http://upper:2", "http_proxy": "http://lower:2", "REQUEST_METHOD": "GET"],
            ["HTTP_PROXY": "", "HTTPS_PROXY": ""],
            ["HTTP_PROXY": "http://me:p%40ss@upper:2", "HTTPS_PROXY": "http://me:p%40ss@upper:1"],
        ]
        for environment in variables {
            for url in Self.urls {
                cases.append(Case(environment: environment, url: url))
                for exception in Self.exceptions {
                    for name in ["NO_PROXY", "no_proxy"] {
                        cases.append(Case(environment: environment.merging([name: exception]) { $1 }, url: url))
                    }
                }
            }
        }
        let answered: [Case] = try await PythonOracle.answer(Self.program, to: cases)
        #expect(answered.count == cases.count)
        #expect(answered.contains { $0.proxy == nil } && answered.contains { $0.proxy != nil })
        let different = answered.filter { ProxySettings(environment: $0.environment).proxy(for: $0.url) != $0.proxy }
        #expect(different.isEmpty, "\(different.count): \(different.prefix(5))")
    }

    @Test func whatCurlHasBeside() {
        let range = ProxySettings(environment: ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "10.0.0.0/8, 192.168.1.0/24"])
        #expect(range.proxy(for: "https://10.9.8.7/") == nil)
        #expect(range.proxy(for: "https://192.168.1.77:8443/") == nil)
        #expect(range.proxy(for: "https://192.168.2.77/") == "http://p:1")
        #expect(range.proxy(for: "https://10.example/") == "http://p:1")
        let all = ProxySettings(environment: ["ALL_PROXY": "socks5h://p:2", "https_proxy": "http://p:1"])
        #expect(all.proxy(for: "http://a/") == "socks5h://p:2")
        #expect(all.proxy(for: "https://a/") == "http://p:1")
    }
}
