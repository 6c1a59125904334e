"""Everything that happens by the clock: which job, and when. The worker reads this table."""

from contextlib import suppress
from uuid import UUID

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from kinwork.common.jobs import JOBS, note, went_well

NO_ROW = UUID(int=0)
# job -> cron. Each looks for its own rows, so it is called without one.
SCHEDULE = {
    "disclosures.seal": "* * * * *",
    "disclosures.anchor": "7 * * * *",
    "disclosures.odd": "40 9 * * 1",  # in America every Sunday is over by then
    "directory.reindex": "17 3 * * *",
    "loop.release": "47 9 * * *",
    "voice.release": "57 9 * * *",
    "continuum.clock": "*/5 * * * *",
    "evidence.count": "17 10 * * *",
    "retention.night": "37 9 * * *",  # night in all of America but for its far east, where it is early
    "agreements.clock": "*/5 * * * *",
    "consent.clock": "*/5 * * * *",
    "referrals.clock": "*/5 * * * *",
    "waiting.clock": "*/5 * * * *",
    "contact.clock": "* * * * *",
    "contact.digest": "*/5 * * * *",
    "contact.hand_on": "*/10 * * * *",
    "timelines.clock": "*/5 * * * *",
    "meetings.clock": "*/5 * * * *",
    "followup.clock": "*/5 * * * *",
    "complaints.clock": "*/5 * * * *",
    "appointments.clock": "*/5 * * * *",
    "appointments.draw": "27 9 * * *",
    "plans.clock": "*/5 * * * *",
}
# Since the last sign of life from the worker that held a job. A worker gives one every ten seconds,
# from another thread than its jobs; a starting worker forgets others after thirty seconds' silence.
STALLED_SECONDS = 120


def _install(name: str, cron: str) -> None:
    @app.periodic(cron=cron, periodic_id=name)
    @app.task(name=f"kinwork.schedule.{name}", queueing_lock=name, pass_context=True)
    def tick(context: JobContext, timestamp: int, error: str = "") -> None:
        try:
            JOBS[name](NO_ROW)
        except Exception as why:
            note(context, why)
            raise
        went_well(f"kinwork.schedule.{name}")


for _name, _cron in SCHEDULE.items():
    _install(_name, _cron)


@app.periodic(cron="*/2 * * * *")
@app.task(name="kinwork.schedule.retry_stalled", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context, timestamp: int) -> None:
    """A worker was killed in the middle of a job: somebody else does it again."""
    manager = context.app.job_manager
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        with suppress(ConnectorException):  # it came to an end, or another worker was faster
            await manager.retry_job(stalled)
