import AWSOperations

/// The price list: products in AWS's wire shape, with prices of the sandbox's own making.
struct PriceListService: Sendable {
    private static let serviceCode = "AmazonSageMaker"

    var operations: [String: JSONOperation] {
        [
            "GetProducts": JSONOperation(isRead: true) { (input: GetProductsRequest, _) in
                try Self.products(input)
            }
        ]
    }

    private static func products(_ request: GetProductsRequest) throws(ServiceFault) -> GetProductsResponse {
        guard request.serviceCode == serviceCode else {
            throw ServiceFault("NotFoundException", "The service code \(request.serviceCode) was not found.")
        }
        guard (1...100).contains(request.maxResults ?? 100), (request.formatVersion ?? "aws_v1") == "aws_v1" else {
            throw ServiceFault("InvalidParameterException", "MaxResults is 1 to 100, FormatVersion aws_v1.")
        }
        var matching = SandboxProduct.all
        for filter in request.filters ?? [] {
            guard SandboxProduct.attributeNames.contains(filter.field) else {
                throw ServiceFault("InvalidParameterException", "Invalid filter field: \(filter.field)")
            }
            switch filter.type {
            case "TERM_MATCH", "EQUALS": matching.removeAll { $0.attributes[filter.field] != filter.value }
            case "CONTAINS":
                matching.removeAll { !($0.attributes[filter.field] ?? "").contains(filter.value) }
            default:
                throw ServiceFault("InvalidParameterException", "The sandbox does not have the filter \(filter.type).")
            }
        }
        let page: Page<SandboxProduct>
        do throws(ServiceFault) {
            page = try Page(of: matching, after: request.nextToken, limit: request.maxResults ?? 100) { $0.sku }
        } catch {
            throw ServiceFault("InvalidNextTokenException", "Invalid NextToken")
        }
        return GetProductsResponse(
            formatVersion: "aws_v1", priceList: page.items.map(\.document.text), nextToken: page.nextToken)
    }
}
