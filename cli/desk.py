"""`gongkai desk`: the review desk on this machine."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cli.inputs import say
from cli.messages import text
from cli.stores import Stopped, domain_names, opened

if TYPE_CHECKING:
    from nlp.kit import Kit
    from nlp.office_choice import OfficeChoice
    from nlp.types import Analysis, Failure

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def run(place: str | None, host: str, port: int, rules: Path | None, secure: bool, lang: str) -> int:
    """Serve the desk until interrupted; 0 when it ended as asked, 1 when it could not start."""
    import uvicorn

    from cli.adjust import domain_judge, value_reader
    from nlp.kit import load_kit, models_dir
    from nlp.kit_version import kit_version
    from nlp.review.desk.app import DeskOptions, create_app
    from nlp.review.pictures import pictures_beside
    from nlp.rulebook import RuleError
    from nlp.store.accounts import all_accounts

    if host not in LOOPBACK and not secure:
        say(text("desk_open", lang, host=host))
    try:
        with opened(place, lang) as store:
            with store.read() as connection:
                nobody = not all_accounts(connection)
            if nobody:
                say(text("desk_no_account", lang))
                return 1
            models = models_dir()  # chosen once: what is analysed is recorded under the version that spoke
            kit = load_kit(rules, models)

            @lru_cache(maxsize=4)
            def choose(choice: OfficeChoice) -> tuple[Callable[[Path], list[Analysis | Failure]], str]:
                chosen = load_kit(rules, models, choice=choice)
                return lambda path: analyse(path, chosen), kit_version(rules, models, choice)

            options = DeskOptions(
                analyse=lambda path: analyse(path, kit), kit=kit_version(rules, models), domain_names=domain_names(), secure=secure, rules=rules,
                models=models, choose=choose, pictures=pictures_beside(store) or _cache("pages"), value_of=value_reader(kit),
                domain_of=domain_judge(kit),
            )
            app = create_app(store, options)
            say(text("desk_at", lang, url=f"http://{f'[{host}]' if ':' in host else host}:{port}/"))
            uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, server_header=False, proxy_headers=False)
    except RuleError as error:
        say(text("rule_fault", lang, message=error))
        return 1
    except Stopped as stopped:
        return stopped.status
    return 0


def _cache(name: str) -> Path:
    """A folder for what can be made again at any time."""
    from platformdirs import user_cache_path

    return user_cache_path("gongkai", appauthor=False) / name


def analyse(path: Path, kit: Kit) -> list[Analysis | Failure]:
    """All results of a file, read in guarded workers."""
    from nlp.work.paths import tasks_of
    from nlp.work.run import analyses

    tasks, _ = tasks_of([path])
    return [result for _, result in analyses(tasks, kit)]
