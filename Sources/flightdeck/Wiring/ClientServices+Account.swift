import AWSClient
import AWSOperations
import BatchInference

extension ClientServices {
    func describeRole(named name: String) async throws -> GetRoleResponse {
        try await source.client().send(GetRoleRequest(roleName: name))
    }

    func simulatePolicies(_ request: SimulatePrincipalPolicyRequest) async throws -> SimulatePrincipalPolicyResponse {
        try await source.client().send(request)
    }

    func listQuotas(_ request: ListServiceQuotasRequest) async throws -> ServiceQuotaPage {
        try await source.client().send(request)
    }

    func listDefaultQuotas(_ request: ListAWSDefaultServiceQuotasRequest) async throws -> ServiceQuotaPage {
        try await source.client().send(request)
    }

    func quota(_ request: GetServiceQuotaRequest) async throws -> GetServiceQuotaResponse {
        try await source.client().send(request)
    }

    func listProducts(_ request: GetProductsRequest) async throws -> GetProductsResponse {
        try await source.client().send(request)
    }
}
