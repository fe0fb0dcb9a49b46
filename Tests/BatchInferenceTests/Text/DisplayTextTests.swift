import BatchInference
import Testing

@Suite struct DisplayTextTests {
    private static let someAges: [(Double, String)] = [
        (-5.0, "now"), (0, "now"), (0.9, "now"), (1, "1 s"), (59.9, "59 s"), (60, "1 m"), (3599, "59 m"), (3600, "1 h"),
        (86_399, "23 h"), (86_400, "1 d"), (1_209_599, "13 d"), (1_209_600, "2 w"), (31_535_999, "52 w"),
        (31_536_000, "1 y"), (.infinity, "—"), (.nan, "—"), (-59.9, "now"), (-60, "in 1 m"), (-179, "in 3 m"),
        (-7199, "in 2 h"), (-259_200, "in 3 d"), (-378_432_000, "in 12 y"), (-1e300, "—"),
    ]

    @Test(arguments: someAges)
    func ages(seconds: Double, text: String) { #expect(DisplayText.age(seconds: seconds) == text) }

    @Test("What was a moment ago reads so, and not as now ago")
    func ago() {
        #expect(DisplayText.ago(seconds: 0.3) == "just now" && DisplayText.ago(seconds: -5) == "just now")
        #expect(DisplayText.ago(seconds: 42) == "42 s ago")
    }

    @Test(arguments: [
        (0.0, "0 s"), (8.7, "8 s"), (60, "1 m"), (192, "3 m 12 s"), (3600, "1 h"), (7500, "2 h 5 m"), (3601, "1 h"),
        (97_200, "1 d 3 h"), (86_400, "1 d"), (-3, "0 s"), (.nan, "0 s"),
    ])
    func durations(seconds: Double, text: String) { #expect(DisplayText.duration(seconds: seconds) == text) }

    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1234, "1.2 kB"), (9_949, "9.9 kB"), (9_950, "10 kB"),
        (284_100, "284 kB"), (999_499, "999 kB"), (999_500, "1.0 MB"), (3_400_000, "3.4 MB"),
        (999_999_999, "1.0 GB"), (Int.max, "9.2 EB"), (-1, "—"), (Int.min, "—"),
    ])
    func byteCounts(bytes: Int, text: String) { #expect(DisplayText.byteCount(bytes) == text) }

    private static let someDecimals: [(Double, Int, String)] = [
        (0.0, 4, "0.0000"), (0.98551, 4, "0.9855"), (0.98555, 4, "0.9856"), (301.2, 2, "301.20"), (0.5, 0, "1"),
        (0.05, 1, "0.1"), (0.0499, 1, "0.0"), (1.005, 2, "1.01"), (999.995, 2, "1000.00"), (9.99, 1, "10.0"),
        (-1.25, 1, "-1.3"), (-0.001, 2, "0.00"), (1e-7, 4, "0.0000"), (1e-7, 7, "0.0000001"),
        (1.5e22, 1, "1.5e22"), (999_999_999_999_999, 0, "999999999999999"), (-1e15, 2, "-1e15"), (1e300, 0, "1e300"),
        (123_456_789, 0, "123456789"), (0.1, 15, "0.100000000000000"), (.nan, 2, "—"), (.infinity, 2, "∞"),
        (-.infinity, 2, "-∞"), (2.675, 2, "2.68"), (0.00005, 4, "0.0001"), (0.00004, 4, "0.0000"),
    ]

    @Test(arguments: someDecimals)
    func decimals(value: Double, places: Int, text: String) {
        #expect(DisplayText.decimal(value, places: places) == text)
    }

    @Test("a metric of any size is a few characters, and none but zero looks like zero")
    func metricsOfAnySize() {
        let known: [(Double, String)] = [
            (1e300, "1e300"), (-1e300, "-1e300"), (1e-9, "1e-9"), (-0.000_012_345_6, "-1.235e-5"), (0, "0.0000"),
            (-0.0, "0.0000"), (0.000_1, "0.0001"), (0.9, "0.9000"), (123_456.7, "123457"), (9.999_95e20, "1e21"),
            (1e12, "1e12"), (.leastNonzeroMagnitude, "5e-324"), (.infinity, "∞"), (-.infinity, "-∞"), (.nan, "—"),
        ]
        for (value, text) in known {
            #expect(DisplayText.metric(value) == text)
        }
        for exponent in -320...308 {
            for digits in [1.0, 9.999_949, 9.999_951, 3.141_592_653_589_793] {
                guard let value = Double("\(digits)e\(exponent)"), value.isFinite else { continue }
                let shown = DisplayText.metric(value)
                #expect(shown.utf8.count <= 12, "\(value)")
                #expect(shown.utf8.contains { (0x31...0x39).contains($0) }, "\(value)")
                // Four digits are kept, in whatever form.
                let read = Double(shown) ?? .nan
                #expect(
                    abs(read - value) <= max(value * 0.001, exponent < -4 ? 2 * .leastNonzeroMagnitude : 0.000_051),
                    "\(value) as \(shown)")
            }
        }
    }

    @Test("a probability that isn't 1 doesn't read as 1, nor one that isn't 0 as 0")
    func probabilities() {
        let known: [(Double, String)] = [
            (0.999_949, "0.9999"), (0.999_951, "0.99995"), (0.999_99, "0.99999"), (0.999_999_6, "0.9999996"),
            (1 - 1e-12, ">0.99999999"), (1.0.nextDown, ">0.99999999"), (1, "1.0000"), (-0.999_99, "-0.99999"),
            (0.000_04, "4e-5"), (1e-12, "1e-12"),
        ]
        for (value, text) in known { #expect(DisplayText.metric(value) == text) }
        for exponent in 1...16 {
            let small = Double("1e-\(exponent)") ?? 0
            for value in [small, 1 - small] {
                for text in [DisplayText.metric(value), DisplayText.probability(value)] {
                    #expect(Double(text) != 1 && Double(text) != 0, "\(value) as \(text)")
                }
            }
        }
        let chosen: [(Double, String)] = [
            (0.5, "0.50"), (0.999, "0.999"), (0.995, "0.995"), (1, "1.00"), (0.05, "0.05"),
        ]
        for (value, text) in chosen { #expect(DisplayText.probability(value) == text) }
        let shares: [(Double, String)] = [
            (0.9999, ">99.9 %"), (0.0001, "<0.1 %"), (0.001, "0.1 %"), (0.999, "99.9 %"), (1, "100.0 %"), (0, "0.0 %"),
            (0.123_45, "12.3 %"),
        ]
        for (share, text) in shares { #expect(DisplayText.percent(share, places: 1) == text) }
    }

    @Test(arguments: [(nil, nil), ("", nil), (" \n\t\u{200B}", nil), (" no ", " no ")] as [(String?, String?)])
    func aReasonThatSaysNothingIsNone(sent: String?, shown: String?) { #expect(DisplayText.reason(sent) == shown) }

    @Test("what is ahead is as narrow as a column of five")
    func narrowAges() {
        let seconds: [Double] = [
            -60, -179, -3599, -86_399, -1_123_200, -31_449_600, -3_122_064_000, -3, 0, 59, 31_536_000,
        ]
        for seconds in seconds {
            #expect(DisplayText.narrowAge(seconds: seconds).utf8.count <= 5, "\(seconds)")
        }
        #expect(DisplayText.narrowAge(seconds: -179) == "+3 m")
    }

    @Test func decimalsAgreeWithExactIntegers() {
        for number in stride(from: -20_000, through: 20_000, by: 7) {
            let value = Double(number) / 100
            let magnitude = number.magnitude
            let cents = magnitude % 100
            let sign = number < 0 ? "-" : ""
            let expected = "\(sign)\(magnitude / 100).\(cents < 10 ? "0" : "")\(cents)"
            #expect(DisplayText.decimal(value, places: 2) == expected)
        }
    }

    @Test(arguments: [
        (0.0, "0 %"), (0.001, "<1 %"), (0.583, "58 %"), (0.99, "99 %"), (0.995, ">99 %"), (0.9999, ">99 %"),
        (1, "100 %"), (.nan, "—"),
    ])
    func percents(share: Double, text: String) { #expect(DisplayText.percent(share) == text) }

    @Test func groups() {
        #expect(DisplayText.account("111122223333") == "1111-2222-3333")
        #expect(DisplayText.account("1234") == "1234")
        #expect(DisplayText.account("11112222333x") == "11112222333x")
        #expect(DisplayText.count(14_402) == "14\u{202F}402")
        #expect(DisplayText.count(999) == "999")
        #expect(DisplayText.count(-1_234_567) == "-1\u{202F}234\u{202F}567")
    }

    @Test(arguments: [(0.98551, "0.9855"), (301.204, "301.20"), (12_345.6, "12346"), (-0.5, "-0.5000")])
    func metrics(value: Double, text: String) { #expect(DisplayText.metric(value) == text) }
}
