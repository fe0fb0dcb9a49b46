import Console
import Foundation
