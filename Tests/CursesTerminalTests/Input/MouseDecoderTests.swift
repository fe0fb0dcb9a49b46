import Console
import Testing

@testable import CursesTerminal

@Suite struct MouseDecoderTests {
    @Test(arguments: [
        (0, MouseEvent.Action.press(.left)), (1, .press(.middle)), (2, .press(.right)), (32, .drag(.left)),
        (34, .drag(.right)), (64, .wheelUp), (65, .wheelDown),
    ])
    func actions(_ code: Int, _ action: MouseEvent.Action) {
        #expect(MouseDecoder.decode([code, 3, 2], released: false) == MouseEvent(action, at: Point(column: 2, row: 1)))
    }

    @Test func modifiersAddUp() {
        #expect(
            MouseDecoder.decode([0 + 4 + 16, 1, 1], released: false)
                == MouseEvent(.press(.left), at: .zero, modifiers: [.shift, .control]))
        #expect(
            MouseDecoder.decode([64 + 8, 1, 1], released: false)
                == MouseEvent(.wheelUp, at: .zero, modifiers: .alt))
    }

    @Test func releaseNamesItsButton() {
        #expect(MouseDecoder.decode([2, 1, 1], released: true)?.action == .release(.right))
    }

    @Test(arguments: [
        [], [0], [0, 1], [0, 0, 1], [0, 1, 0], [0, -4, 1], [3, 1, 1], [66, 1, 1], [128, 1, 1], [0, 1, 1, 1],
    ])
    func refuses(_ parameters: [Int]) { #expect(MouseDecoder.decode(parameters, released: false) == nil) }
}
