"""What customers say: language, feeling, themes, pain points. Pure functions over words.

>>> said = analyse("Hàng đẹp nhưng giao chậm quá")
>>> said.language, said.sentiment.label, [(theme.key, theme.sentiment) for theme in said.themes]
('vi', 'negative', [('quality', 'positive'), ('delivery', 'negative')])
"""

from cx_core.text.analysis import LABELS, Analysis, Clause, Evidence, Label, Sentiment, ThemeMention
from cx_core.text.boilerplate import NOTHING, Boilerplate, find_boilerplate
from cx_core.text.calibration import Agreement, Calibration, Reason
from cx_core.text.changes import Changes
from cx_core.text.disagreement import Disagreement, disagreement
from cx_core.text.discovery import Suggestion, suggest_themes
from cx_core.text.duplicates import near_duplicates
from cx_core.text.keywords import Keyword, Phrase, keywords, phrases
from cx_core.text.language import LANGUAGES, Language, language_of
from cx_core.text.learning import Schooling, label_of_star
from cx_core.text.packs import DEFAULT, PACKS, pack, taxonomy_for
from cx_core.text.pain_points import PainCandidate, Voice, pain_candidates
from cx_core.text.reading import (
    Catch,
    analyse,
    analyse_many,
    catches,
    learn_calibration,
    version_of,
    why,
    words_version,
)
from cx_core.text.readings import SHIPPED, Readings, learn_readings
from cx_core.text.search import exact_first, search_form
from cx_core.text.star import share_of_scale
from cx_core.text.taxonomy import Taxonomy, Theme
from cx_core.text.telling import with_usual_marks

__all__ = [
    "DEFAULT", "LABELS", "LANGUAGES", "NOTHING", "PACKS", "SHIPPED", "Agreement", "Analysis", "Boilerplate",
    "Calibration", "Catch", "Changes", "Clause", "Disagreement", "Evidence", "Keyword", "Label", "Language",
    "PainCandidate", "Phrase", "Readings", "Reason", "Schooling", "Sentiment", "Suggestion", "Taxonomy", "Theme",
    "ThemeMention", "Voice", "analyse", "analyse_many", "catches", "disagreement", "exact_first",
    "find_boilerplate", "keywords", "label_of_star", "language_of", "learn_calibration", "learn_readings",
    "near_duplicates", "pack", "pain_candidates", "phrases", "search_form", "share_of_scale", "suggest_themes",
    "taxonomy_for", "version_of", "why", "with_usual_marks", "words_version",
]  # fmt: skip
