import BatchInference
import Console

extension LaunchScreen {
    /// Asks for prices and past runs once, and again where the account has come to be known since.
    mutating func askForCost(_ context: Context) -> [Effect<Event>] {
        let account = context.connection.account ?? ""
        guard costAccount != account else { return [] }
        costAccount = account
        let plan = plan
        let connection = context.connection
        return [
            .run("cost", .screen) { services, send in
                await LaunchCost.load(
                    for: plan, account: connection.account, region: connection.region, from: services.cloud,
                    cache: services.prices, history: services.history, clock: services.clock
                ) { send(.costLearned($0)) }
            }
        ]
    }

    /// What the plan is likely to cost, or why that is unknown; nil while it is asked for.
    var costText: String? { cost.text(plan.instanceType, count: plan.instanceCount) }

    /// The cost below the checks.
    func drawCost(on canvas: inout Canvas, in area: Rect) {
        guard let costText else { return }
        let lines = TextWrap.lines("Cost: \(costText)", columns: max(area.columns - 1, 1))
        for (offset, line) in lines.prefix(area.rows).enumerated() {
            canvas.text(line, in: area.row(offset), .textDim)
        }
    }
}
