"""One workspace: a folder with the maps, the answers and the settings."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from cx_core.model.case import Case
from cx_core.store.analysis_slices import CommentSlices
from cx_core.store.analysis_store import AnalysisStore
from cx_core.store.cases import CaseBook
from cx_core.store.journeys import JourneyStore
from cx_core.store.lenses import Lenses
from cx_core.store.notes import Notes
from cx_core.store.orders import OrderBook
from cx_core.store.responses import ResponseStore
from cx_core.store.settings import SettingsStore
from cx_core.store.theme_counts import ThemeCounts
from cx_core.store.theme_shares import ThemeShares
from cx_core.workspace.alerting import Alerting
from cx_core.workspace.analysing import Analysing
from cx_core.workspace.behind import Behind
from cx_core.workspace.cases import Cases
from cx_core.workspace.customers import Customers
from cx_core.workspace.driving import DrivingForces
from cx_core.workspace.explaining import Explaining
from cx_core.workspace.folder import default_folder, prepare
from cx_core.workspace.keeping import Keeping
from cx_core.workspace.lensing import Lensing
from cx_core.workspace.map_images import MapImages
from cx_core.workspace.map_insight import MapInsight
from cx_core.workspace.maps import Maps
from cx_core.workspace.measuring import Measuring
from cx_core.workspace.overview import Overviews
from cx_core.workspace.pain_points import PainPoints
from cx_core.workspace.ranking import Ranking
from cx_core.workspace.reading import Reading
from cx_core.workspace.responding import Responding
from cx_core.workspace.saying import Saying
from cx_core.workspace.scanning import Scanning
from cx_core.workspace.segments import Segments
from cx_core.workspace.taxonomies import Taxonomies
from cx_core.workspace.theme_causes import ThemeCauses
from cx_core.workspace.themes import Themes
from cx_core.workspace.weighing import Weighing
from cx_core.workspace.words import Words

DEFAULT_TIMEZONE = "Asia/Ho_Chi_Minh"


class Workspace:
    """The one folder: journeys, feedback, settings.

    ``maps`` draws, ``reading`` brings feedback in, ``measuring`` asks questions, ``overviews`` says what is here.
    Safe to share between the sessions of one server: everything that changes lies in the databases.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = prepare(folder)
        self.settings = SettingsStore.open(folder)
        self.journeys = JourneyStore.open(folder)
        self.responses = ResponseStore.open(folder, self.timezone)

    @classmethod
    def open(cls, folder: Path | None = None) -> Workspace:
        """Open a workspace, made when it is not there; without ``folder`` the default one.

        Raises `Refusal` ``workspace_not_writable``.
        """
        return cls(folder or default_folder())

    @cached_property
    def timezone(self) -> str:
        """The zone whose days the answers are counted in; set when the workspace was made."""
        return str(self.settings.set_once("timezone", DEFAULT_TIMEZONE))

    @cached_property
    def lensing(self) -> Lensing:
        """What people set up to look at the answers with."""
        return Lensing(Lenses.open(self.folder), self.responses)

    @cached_property
    def responding(self) -> Responding:
        """How many of those who were asked answered."""
        return Responding(self.responses)

    @cached_property
    def weighing(self) -> Weighing:
        """Numbers weighted to what is known of the customers."""
        return Weighing(self.measuring)

    @cached_property
    def segments(self) -> Segments:
        """Segments that people build."""
        return Segments(self.lensing, self.measuring)

    @cached_property
    def measuring(self) -> Measuring:
        """Questions to the answers."""
        return Measuring(self.responses, self.journeys, self.lensing)

    @cached_property
    def explaining(self) -> Explaining:
        """Why a number moved."""
        return Explaining(self.measuring)

    @cached_property
    def theme_causes(self) -> ThemeCauses:
        """What each theme carries of a change."""
        return ThemeCauses(self.responses, ThemeShares(self.responses.read, self.responses.columns), self.measuring)

    @cached_property
    def driving(self) -> DrivingForces:
        """What moves a score."""
        return DrivingForces(self.responses, self.measuring)

    @cached_property
    def behind(self) -> Behind:
        """What stands behind a number."""
        return Behind(self.responses, self.measuring)

    @cached_property
    def alerting(self) -> Alerting:
        """Which lines left their usual level."""
        return Alerting(self.measuring, self.settings)

    @cached_property
    def scanning(self) -> Scanning:
        """What moved lately among all groups."""
        return Scanning(self.measuring)

    @cached_property
    def ranking(self) -> Ranking:
        """How groups stand to each other."""
        return Ranking(self.measuring)

    @cached_property
    def notes(self) -> Notes:
        """Notes of events, and saved views."""
        return Notes.open(self.folder)

    @cached_property
    def customers(self) -> Customers:
        """Who stays and what it is worth."""
        return Customers(OrderBook(self.responses.read))

    @cached_property
    def maps(self) -> Maps:
        """The journey maps and the feedback on them."""
        return Maps(self.journeys, self.measuring)

    @cached_property
    def map_images(self) -> MapImages:
        """The pictures at touchpoints."""
        return MapImages(self.journeys)

    @cached_property
    def map_insight(self) -> MapInsight:
        """What the feedback adds to a map."""
        return MapInsight(self.maps, self.measuring, self.responses, self.words)

    @cached_property
    def reading(self) -> Reading:
        """Bringing feedback in."""
        return Reading(self.folder, self.timezone, self.responses, self.settings)

    @cached_property
    def words(self) -> Words:
        """Customers' own words."""
        return Words(self.responses, self.measuring, self.reading.index_words_soon)

    @cached_property
    def analyses(self) -> AnalysisStore:
        """What was read out of the comments, what people corrected and marked."""
        return AnalysisStore.open(self.folder)

    @cached_property
    def analysing(self) -> Analysing:
        """Reading the comments in the background."""
        return Analysing(self.folder, self.settings, self.analyses)

    @cached_property
    def themes(self) -> Themes:
        """What customers speak of."""
        return Themes(self.responses, self.analyses, ThemeCounts(self.responses.read), self.measuring)

    @cached_property
    def case_book(self) -> Cases:
        """Comments that somebody follows up."""
        return Cases(CaseBook.open(self.folder), self.words)

    def cases(self, customer: str | None = None) -> tuple[Case, ...]:
        """Return every case, the newest comment first; with a customer's pseudonym those of that customer."""
        return self.case_book.all(customer)

    @cached_property
    def saying(self) -> Saying:
        """What stands out in the words: new subjects, telling words, copies, contradicted scores."""
        return Saying(CommentSlices(self.analyses.read), self.analyses, self.measuring, self.analysing.taxonomy)

    @cached_property
    def pain_points(self) -> PainPoints:
        """What hurts, and its way onto a map."""
        return PainPoints(self.themes, self.words, self.maps)

    @cached_property
    def taxonomies(self) -> Taxonomies:
        """The themes and the words that name them, for people to edit."""
        counts = ThemeCounts(self.responses.read)
        return Taxonomies(self.settings, self.analyses, self.analysing, counts, self.measuring)

    @cached_property
    def keeping(self) -> Keeping:
        """Looking for damage."""
        return Keeping(self.folder)

    @cached_property
    def overviews(self) -> Overviews:
        """What is here, how fresh it is, and what moved."""
        return Overviews(self.responses, self.measuring)

    def stamp(self) -> str:
        """Return a short text that changes whenever the answers change: half of every cache key."""
        return self.responses.stamp()

    @property
    def is_empty(self) -> bool:
        """True when there is neither an answer nor a map."""
        return self.responses.n_answers() == 0 and not self.journeys.journeys()

    def now(self) -> datetime:
        """Return the present instant. The only clock of the façade; the rooms below are told the time."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the present day in the workspace's zone."""
        return self.local_day(self.now())

    def local_day(self, at: datetime) -> date:
        """Return the day of an instant in the workspace's zone."""
        return at.astimezone(ZoneInfo(self.timezone)).date()
