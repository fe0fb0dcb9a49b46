import AWSOperations
import BatchInference
import Testing

@Suite struct LaunchNamesTests {
    private let now = Timestamp(secondsSinceEpoch: 1_795_374_842)

    @Test func candidateAndMomentMakeTheName() {
        let names = LaunchNames(
            jobName: "penguins-species", candidateName: "penguins-species-dpp0-softmax-004", now: now)
        #expect(names.transform == "penguins-species-dpp0-softmax-004-20261122-191402")
        #expect(names.model == names.transform)
        #expect(
            LaunchNames(jobName: "automl-churn", candidateName: "tuning-job-1", now: now).transform
                == "automl-churn-tuning-job-1-20261122-191402")
    }

    @Test func longNamesKeepBothEnds() {
        let candidate = "tuning-job-1-" + String(repeating: "0123456789", count: 5) + "-xyz-244"
        let name = LaunchNames(jobName: "automl-churn-03-17-50-14", candidateName: candidate, now: now).transform
        #expect(name.utf8.count <= 63)
        #expect(name.hasPrefix("automl-churn-03"))
        #expect(name.hasSuffix("xyz-244-20261122-191402"))
    }

    @Test func launchesOfOneSecondHaveNamesOfTheirOwn() {
        func name(_ candidate: String, _ milliseconds: Double) -> String {
            LaunchNames(jobName: "job", candidateName: candidate, now: now.adding(seconds: milliseconds / 1000)).model
        }
        #expect(name("job-a", 7).hasSuffix("-20261122-191402-007"))
        #expect(Set((0..<1000).map { name("job-a", Double($0)) }).count == 1000)
        #expect(name("job-a", 41) == name("job-a", 41))
        // Names that differ only where they are cut stay apart.
        let (head, tail) = (String(repeating: "a", count: 40), String(repeating: "b", count: 40))
        let cut = (0..<50).map { name("\(head)\($0)\(tail)", 999) }
        #expect(Set(cut).count == 50)
        #expect(cut.allSatisfy { LaunchNames.isValid($0) && $0.hasSuffix("-20261122-191402-999") })
    }

    @Test func anyTextMakesAValidName() {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("abzAZ09-_./ é😀\u{0}")
        for _ in 0..<2000 {
            let length = Int.random(in: 0...90, using: &generator)
            let candidate = String((0..<length).map { _ in alphabet.randomElement(using: &generator) ?? "a" })
            let job = String(candidate.prefix(Int.random(in: 0...32, using: &generator)))
            let name = LaunchNames(jobName: job, candidateName: candidate, now: now).transform
            #expect(LaunchNames.isValid(name), "\(candidate.debugDescription) gave \(name)")
        }
    }

    @Test(arguments: ["a", "a-b", "A--9", String(repeating: "x", count: 63)])
    func validNames(name: String) { #expect(LaunchNames.isValid(name)) }

    @Test(arguments: ["", "-a", "a-", "a_b", "a.b", "é", String(repeating: "x", count: 64)])
    func invalidNames(name: String) { #expect(!LaunchNames.isValid(name)) }
}
