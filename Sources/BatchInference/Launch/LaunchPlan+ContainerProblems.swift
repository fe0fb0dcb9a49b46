import AWSOperations

extension LaunchPlan {
    /// CreateModel's limits on the environment of containers (ContainerDefinition, Environment).
    private enum Limit {
        static let variables = 100
        static let bytes = 1024
        /// Of all keys and values of all containers together.
        static let totalBytes = 32 * 1024
    }

    /// The containers' environment as the model would get it.
    func checkContainers(_ found: inout PlanProblems) {
        let source = "CreateModel, ContainerDefinition"
        let count = containers.count
        if containers.contains(where: { !$0.isWhole }) {
            found.error(
                .candidate, "parts of the answer about the candidate's containers can't be read",
                "choose another candidate, or check the endpoint URL", source)
        }
        for (index, container) in containers.enumerated() {
            if container.image.isEmpty {
                found.error(.candidate, "container \(index + 1) of the candidate has no image", source: source)
            }
            if container.modelDataUrl.isEmpty {
                found.error(.candidate, "container \(index + 1) of the candidate has no model artifact", source: source)
            }
        }
        for change in environmentChanges {
            if !(1...max(count, 1)).contains(change.container), count > 0 {
                let choice = count == 1 ? "it has one" : "it has 1 to \(count)"
                found.error(
                    .containerEnvironment, "the candidate has no container \(change.container): \(choice)",
                    source: source)
            }
            if !PlanPatterns.isVariableName(change.name) {
                found.error(
                    .containerEnvironment,
                    "'\(change.name)' isn't a variable name: use letters, digits and _, no digit first, at most 1024",
                    source: source)
            }
            if let value = change.value, value.utf8.count > Limit.bytes {
                found.error(
                    .containerEnvironment,
                    "\(change.name) of container \(change.container) has \(value.utf8.count) bytes, at most "
                        + "\(Limit.bytes) are allowed", source: source)
            }
        }
        let places = environmentChanges.map { "\($0.container):\($0.name)" }
        if Set(places).count != places.count {
            found.error(.containerEnvironment, "a variable of a container is set twice", source: source)
        }
        guard !environmentChanges.isEmpty else { return }
        let environments = modelContainers.map { $0.environment ?? [:] }
        for (index, environment) in environments.enumerated() where environment.count > Limit.variables {
            found.error(
                .containerEnvironment,
                "container \(index + 1) has \(environment.count) variables, at most \(Limit.variables) are allowed",
                source: source)
        }
        let total = environments.joined().reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        if total > Limit.totalBytes {
            found.error(
                .containerEnvironment,
                "the containers' variables have \(total) bytes in total, at most \(Limit.totalBytes) (32 KB) are allowed",
                source: source)
        }
    }

    /// What the kind of the Autopilot job asks for.
    func checkProblemKind(_ found: inout PlanProblems) {
        switch kind {
        case .tabular: break
        case .timeSeries: checkTimeSeries(&found)
        case .endpointsOnly("text generation"):
            found.error(
                .candidate,
                "a text generation model runs only on a real-time endpoint: its containers answer prompts, and "
                    + "SageMaker's batch transform doesn't support them",
                "deploy the model to an endpoint and send the prompts there", "Autopilot developer guide")
        case .endpointsOnly(let name):
            found.warning(
                .candidate, "AWS documents only endpoints for \(name) jobs, not batch transform",
                "try it with a small input first", "Autopilot developer guide")
        }
    }

    /// A forecast needs each series whole and its columns named (developer guide, time-series batch forecasting).
    private func checkTimeSeries(_ found: inout PlanProblems) {
        let source = "Autopilot time-series forecasting"
        if split != .none {
            found.error(
                .split, "a forecast needs whole objects with their header: splitting cuts the series",
                "set Split to None", source)
        }
        if !inputFilter.isEmpty {
            found.warning(
                .inputFilter, "the forecaster finds its columns by name in the header", "remove the filter",
                source)
        }
        if join == .input {
            found.error(
                .join, "a forecast has rows of its own, which can't be joined to the input's",
                "set Join to None", source)
        }
        if let type = InstanceType(instanceType), type.memoryGiB < 192 {
            found.warning(
                .instanceType, "forecasts are documented for ml.m5.12xlarge (192 GiB) or larger",
                "choose ml.m5.12xlarge if memory runs out", source)
        }
        if compression == .gzip {
            found.warning(.input, "forecasts are documented for plain CSV", source: source)
        }
    }
}
