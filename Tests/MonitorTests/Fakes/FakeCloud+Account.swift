import AWSOperations
import BatchInference

/// Roles, quotas, prices and the listing of models of the account in memory.
extension FakeCloud {
    func listModels(_ request: ListModelsRequest) async throws -> ListModelsResponse {
        try answer("ListModels") { contents in
            ListModelsResponse(
                models: contents.models.map {
                    ModelSummary(
                        modelName: $0.modelName, modelArn: Self.modelArn($0.modelName), creationTime: Samples.now)
                })
        }
    }

    func listTags(_ request: ListTagsRequest) async throws -> ListTagsResponse {
        try answer("ListTags") { ListTagsResponse(tags: $0.tags[request.resourceArn]) }
    }

    static func modelArn(_ name: String) -> String {
        "arn:aws:sagemaker:eu-west-1:111122223333:model/\(name)"
    }

    func headBucket(named bucket: String) async throws -> HeadBucketResponse {
        try answer("HeadBucket") { _ in HeadBucketResponse(region: "eu-west-1") }
    }

    func describeRole(named name: String) async throws -> GetRoleResponse {
        try answer("GetRole") { contents in
            guard let role = contents.roles.first(where: { $0.roleName == name }) else {
                throw Self.refusal(
                    "GetRole", "NoSuchEntity", "The role with name \(name) cannot be found.", status: 404, service: .iam
                )
            }
            return GetRoleResponse(role: role)
        }
    }

    func simulatePolicies(_ request: SimulatePrincipalPolicyRequest) async throws -> SimulatePrincipalPolicyResponse {
        try answer("SimulatePrincipalPolicy") { _ in
            SimulatePrincipalPolicyResponse(
                evaluationResults: request.actionNames.map { PolicyEvaluation(actionName: $0, decision: .allowed) })
        }
    }

    func listQuotas(_ request: ListServiceQuotasRequest) async throws -> ServiceQuotaPage {
        try answer("ListServiceQuotas") { ServiceQuotaPage(quotas: $0.quotas) }
    }

    func listProducts(_ request: GetProductsRequest) async throws -> GetProductsResponse {
        try answer("GetProducts") { GetProductsResponse(formatVersion: "aws_v1", priceList: $0.products) }
    }
}
