import AWSOperations
import BatchInference
import Testing

@testable import flightdeck

@Suite("When a watch of all that run is over, and how")
struct FleetOutcomeTests {
    private static let member = FleetMember(profile: "ml-dev")

    private static func row(_ status: TransformJobStatus) -> FleetRow {
        FleetRow(
            member: member, place: FleetPlace(profile: "ml-dev", region: "eu-west-1"),
            overview: TransformOverview(
                TransformJobSummary(
                    transformJobName: "churn",
                    transformJobArn: "arn:aws:sagemaker:eu-west-1:111122223333:transform-job/churn",
                    creationTime: Timestamp(secondsSinceEpoch: 1_795_000_000), transformJobStatus: status)),
            presence: status == .inProgress ? .listed : .ended, readAt: Timestamp(secondsSinceEpoch: 1_795_000_100))
    }

    private static func state(running: Int, failure: AWSFailure? = nil, read: Bool = true) -> FleetAccountState {
        var state = FleetAccountState(member: member, place: FleetPlace(profile: "ml-dev", region: "eu-west-1"))
        state.running = running
        state.failure = failure
        state.readAt = read ? Timestamp(secondsSinceEpoch: 1_795_000_100) : nil
        return state
    }

    @Test func itWaitsForWhatRunsAndForWhatCannotBeReadNow() {
        var outcome = FleetOutcome(until: .all)
        #expect(!outcome.isOver)
        outcome.take(FleetSnapshot(rows: [], accounts: [Self.state(running: 2)]), hopeless: [])
        #expect(!outcome.isOver)
        let failing = Self.state(running: 0, failure: .cancelled)
        outcome.take(FleetSnapshot(rows: [], accounts: [failing]), hopeless: [])
        #expect(!outcome.isOver, "something may run there")
        outcome.take(FleetSnapshot(rows: [], accounts: [failing]), hopeless: [failing])
        #expect(outcome.isOver)
        outcome.take(FleetSnapshot(rows: [], accounts: [Self.state(running: 0, read: false)]), hopeless: [])
        #expect(!outcome.isOver, "it was never listed")
    }

    @Test func theFirstEndIsEnoughWhereSoAsked() {
        var any = FleetOutcome(until: .any)
        let accounts = FleetSnapshot(rows: [], accounts: [Self.state(running: 3)])
        any.take(accounts, hopeless: [])
        #expect(!any.isOver)
        any.take(.ended(Self.row(.failed), nil))
        any.take(accounts, hopeless: [])
        #expect(any.isOver && any.failed == 1)
        var all = FleetOutcome(until: .all)
        all.take(.ended(Self.row(.completed), nil))
        all.take(accounts, hopeless: [])
        #expect(!all.isOver && all.completed == 1)
    }

    @Test func namesAreTakenOnceAndNoneMayBeEmpty() {
        #expect(NameList(argument: "a, b,a")?.names == ["a", "b"])
        #expect(NameList(argument: "a,,b") == nil)
        #expect(NameList(argument: "") == nil)
    }

    @Test(arguments: [
        ["watch"], ["watch", "churn", "--all"], ["watch", "--all", "--any"], ["watch", "churn", "--profiles", "a"],
        ["watch", "--all", "--regions", "Eu West"],
    ])
    func wrongUsage(arguments: [String]) {
        #expect(throws: (any Error).self) { try FlightdeckCommand.parseAsRoot(arguments) }
    }

    @Test(arguments: [
        ["watch", "churn"], ["watch", "--all", "--profiles", "a,b", "--regions", "eu-west-1,us-east-1", "--json"],
        ["watch", "--latest"], ["watch", "--any", "--on-end", "tell", "--on-end", "--loud"],
    ])
    func rightUsage(arguments: [String]) throws {
        _ = try FlightdeckCommand.parseAsRoot(arguments)
    }
}
