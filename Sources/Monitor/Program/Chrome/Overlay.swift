import Console

/// What lies over the screen and takes every key until it is closed.
enum Overlay: Sendable {
    case help(HelpPage)
    case messages(MessagesPage)
    case palette(Palette)
    case confirmation(ConfirmationDialog)
    case themes(ThemePicker)
    case mfa(MFADialog)

    func draw(_ state: State, on canvas: inout Canvas) {
        switch self {
        case .help(let page): page.draw(state, on: &canvas)
        case .messages(let page): page.draw(state, on: &canvas)
        case .palette(let palette): palette.draw(state, on: &canvas)
        case .confirmation(let dialog): dialog.draw(state, on: &canvas)
        case .themes(let picker): picker.draw(state, on: &canvas)
        case .mfa(let dialog): dialog.draw(state, on: &canvas)
        }
    }
}

extension State {
    mutating func takeInOverlay(_ chord: Chord) -> [RunnerEffect] {
        guard let overlay else { return [] }
        if case .mfa(let dialog) = overlay { return take(chord, in: dialog) }
        if case .confirmation(let dialog) = overlay, let quietUntil = dialog.quietUntil, now < quietUntil { return [] }
        if chord == "Ctrl-C" {
            self.overlay = nil
            if case .confirmation(let dialog) = overlay { return refused(dialog) }
            return []
        }
        switch overlay {
        case .help(var page):
            let isOpen = page.take(chord, lines: page.lines(self).count, height: page.area(in: size).rows - 2)
            self.overlay = isOpen ? .help(page) : nil
            return []
        case .messages(var page):
            let isOpen = page.take(chord, self)
            self.overlay = isOpen ? .messages(page) : nil
            return []
        case .palette(var palette):
            switch palette.take(chord, rows: palette.matches(in: commandRows)) {
            case .open: self.overlay = .palette(palette)
            case .closed: self.overlay = nil
            case .chosen(let row):
                self.overlay = nil
                return perform(row)
            }
            return []
        case .confirmation(var dialog):
            switch dialog.take(chord, in: size) {
            case .open: self.overlay = .confirmation(dialog)
            case .declined:
                self.overlay = nil
                return refused(dialog)
            case .agreed:
                self.overlay = nil
                return update(dialog.message)
            }
            return []
        case .themes(var picker):
            let choice = picker.take(chord)
            self.overlay = choice.isOpen ? .themes(picker) : nil
            return choice.theme.map { apply([.chooseTheme($0)]) } ?? []
        case .mfa: return []
        }
    }

    private mutating func refused(_ dialog: ConfirmationDialog) -> [RunnerEffect] {
        dialog.refusal.map { update($0) } ?? []
    }

    mutating func pasteIntoOverlay(_ text: String) {
        switch overlay {
        case .palette(var palette):
            palette.query.insert(String(text.prefix(Palette.queryLimit)))
            overlay = .palette(palette)
        case .mfa(var dialog):
            dialog.insert(text)
            overlay = .mfa(dialog)
        default: break
        }
    }

    /// A click on a button of the dialog presses it; a click beside anything else closes it.
    mutating func takeInOverlay(_ mouse: MouseEvent) -> [RunnerEffect] {
        switch (mouse.action, overlay) {
        case (.press(.left), .confirmation(let dialog)):
            switch dialog.button(at: mouse.point, in: size) {
            case .agree?:
                overlay = nil
                return update(dialog.message)
            case .decline?:
                overlay = nil
                return refused(dialog)
            case nil: break
            }
        case (.press, .help), (.press, .messages): overlay = nil
        case (.wheelDown, .help), (.wheelDown, .messages), (.wheelDown, .palette), (.wheelDown, .themes):
            return takeInOverlay("Down" as Chord)
        case (.wheelUp, .help), (.wheelUp, .messages), (.wheelUp, .palette), (.wheelUp, .themes):
            return takeInOverlay("Up" as Chord)
        default: break
        }
        return []
    }
}
