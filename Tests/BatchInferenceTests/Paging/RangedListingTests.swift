import AWSOperations
import SeededNumbers
import Testing

@testable import BatchInference

/// Listings whose ranges are read side by side, against a service in memory.
@Suite struct RangedListingTests {
    /// A bucket that answers as S3 does, or not quite.
    private struct Bucket {
        var keys: [String]
        var pageSize: Int
        var startsAfterKeys = true

        func page(_ request: ListObjectsV2Request) -> ListObjectsV2Response {
            let prefix = request.prefix ?? ""
            let after = ByteText(request.continuationToken ?? (startsAfterKeys ? request.startAfter : nil) ?? "")
            let found = keys.filter { $0.hasBytePrefix(prefix) && after < ByteText($0) }
            let page = found.prefix(min(pageSize, request.maxKeys ?? 1000))
            return ListObjectsV2Response(
                name: request.bucket, prefix: prefix, isTruncated: page.count < found.count,
                contents: page.map {
                    S3Object(key: $0, size: 1, lastModified: Timestamp(secondsSinceEpoch: 0), eTag: "")
                },
                commonPrefixes: [], nextContinuationToken: page.count < found.count ? page.last : nil)
        }
    }

    private struct Reading {
        var keys: [String] = []
        var rounds = 0
        var requests = 0
        var widest = 0
        var failure: AWSFailure?
    }

    /// Reads a listing to its end, each round's answers in any order.
    private func read(_ bucket: Bucket, prefix: String, _ random: inout SeededRandom) -> Reading {
        var listing = RangedListing(S3Location(bucket: "b", key: prefix))
        var reading = Reading()
        var waiting: [RangedListing.Question] = []
        while !listing.isFinished, reading.rounds < 10_000 {
            let questions = listing.questions()
            reading.requests += questions.count
            waiting += questions
            reading.widest = max(reading.widest, waiting.count)
            waiting.shuffle(using: &random)
            // Some answers take longer than others.
            let answered = waiting.count / 2 + 1
            for question in waiting.prefix(answered) {
                reading.keys += listing.received(bucket.page(question.request), for: question.id).map(\.key)
            }
            waiting.removeFirst(min(answered, waiting.count))
            reading.rounds += 1
        }
        reading.failure = listing.failure
        return reading
    }

    private static let shapes: [@Sendable (Int) -> String] = [
        { "in/part-\(String(String($0 + 10_000_000).dropFirst())).csv" }, { "in/\($0).csv" },
        { "in/\(String($0 &* 2_654_435_761 % 4_294_967_296, radix: 16)).csv" },
        { "in/\(["ä", "é", "日本", "a", "Z", "~"][$0 % 6])/\($0)" },
        { "in/year=\(2020 + $0 % 5)/month=\($0 % 12)/\($0)" },
        { "in/" + String(repeating: "x", count: $0 % 40) + "\($0)" },
        { "in/a\(String(repeating: "\u{10FFFF}", count: $0 % 3))\($0)" },
    ]

    @Test(arguments: shapes.indices) func everyKeyComesOnce(shape: Int) {
        var random = SeededRandom(seed: UInt64(shape) + 1)
        for (count, pageSize) in [(0, 10), (9, 10), (10, 10), (500, 10), (3000, 25)] {
            let keys = Set((0..<count).map { ByteText(Self.shapes[shape]($0)) }).sorted().map(\.string)
            let strangers = ["im", "in", "in0", "io/x"]
            let bucket = Bucket(
                keys: (keys + strangers).map { ByteText($0) }.sorted().map(\.string), pageSize: pageSize)
            let reading = read(bucket, prefix: "in/", &random)
            #expect(reading.failure == nil)
            #expect(reading.keys.map { ByteText($0) }.sorted() == keys.map { ByteText($0) })
            #expect(reading.widest <= 9, "eight pages and a probe")
        }
    }

    @Test func aLongListingIsReadSideBySide() {
        var random = SeededRandom(seed: 5)
        let bucket = Bucket(keys: (0..<3000).map(Self.shapes[0]), pageSize: 10)
        let reading = read(bucket, prefix: "in/", &random)
        #expect(reading.keys.count == 3000 && reading.widest >= 6)
        #expect(reading.rounds < 150, "of 300 pages")
        #expect(reading.requests < 400)
    }

    @Test func aShortListingIsAskedForPageByPage() {
        var random = SeededRandom(seed: 5)
        let reading = read(Bucket(keys: (0..<20).map(Self.shapes[0]), pageSize: 10), prefix: "in/", &random)
        #expect(reading.requests == 2)
    }

    @Test func aServiceThatCannotStartAfterAKeyIsReadInOneChain() {
        var random = SeededRandom(seed: 5)
        let bucket = Bucket(keys: (0..<500).map(Self.shapes[0]), pageSize: 10, startsAfterKeys: false)
        let reading = read(bucket, prefix: "in/", &random)
        #expect(reading.failure == nil && reading.keys == bucket.keys)
        #expect(reading.requests == 51, "and one probe")
    }

    @Test func keysThatGoBackEndItWithWhatCame() {
        var listing = RangedListing(S3Location(bucket: "b", key: ""))
        var keys: [String] = []
        for (page, token) in [(["a", "c"], "1"), (["b", "d"], "2"), (["e"], nil)] {
            guard let question = listing.questions().first else { break }
            let response = ListObjectsV2Response(
                name: "b", prefix: "", isTruncated: token != nil,
                contents: page.map { S3Object(key: $0, size: 1, lastModified: .unknown, eTag: "") }, commonPrefixes: [],
                nextContinuationToken: token)
            keys += listing.received(response, for: question.id).map(\.key)
        }
        #expect(keys == ["a", "c", "d"] && listing.isFinished && !listing.isComplete)
        #expect(listing.failure == .stalledListing(operation: ListObjectsV2Request.operation, stall: .keysOutOfOrder))
    }

    @Test func aFailureEndsItAndOneOfAProbeDoesNot() {
        var random = SeededRandom(seed: 5)
        let bucket = Bucket(keys: (0..<500).map(Self.shapes[0]), pageSize: 10)
        let failure = AWSFailure.refusal("ListObjectsV2", "AccessDenied", "no", status: 403)
        var listing = RangedListing(S3Location(bucket: "b", key: "in/"))
        var count = 0
        while !listing.isFinished {
            for question in listing.questions() {
                if question.request.maxKeys == 1 {
                    listing.failed(question.id, failure)
                } else {
                    count += listing.received(bucket.page(question.request), for: question.id).count
                }
            }
        }
        #expect(listing.isComplete && count == 500)
        listing = RangedListing(S3Location(bucket: "b", key: "in/"))
        for question in listing.questions() { listing.failed(question.id, failure) }
        #expect(listing.isFinished && !listing.isComplete && listing.failure == failure)
        _ = random.next()
    }

    @Test func emptyPagesWithoutEndAreGivenUp() {
        var listing = RangedListing(S3Location(bucket: "b", key: ""))
        var pages = 0
        while !listing.isFinished, pages < 5000 {
            for question in listing.questions() {
                pages += 1
                let empty = ListObjectsV2Response(
                    name: "b", prefix: "", isTruncated: true, contents: [], commonPrefixes: [],
                    nextContinuationToken: "\(pages)")
                _ = listing.received(empty, for: question.id)
            }
        }
        #expect(pages == ListingProgress.emptyPages && !listing.isComplete && listing.failure != nil)
    }
}
