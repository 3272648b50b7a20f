using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Days;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Jobs;
using CustodyConsole.Replay;
using CustodyConsole.Security;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustodyConsole.Demo;

/// <summary>
/// The jobs of the demo bank's last nights, run by the same code as any night's, so that their pages have runs to show: all of a day's jobs, one
/// that failed and was repeated by hand, one that was paused for a day.
/// </summary>
internal sealed class DemoJobs : IDisposable
{
    private static readonly TimeSpan Takes = TimeSpan.FromSeconds(7);

    private readonly DemoDesk _desk;
    private readonly SimulatedClock _clock = new(DateTime.UnixEpoch);
    private readonly AuditDigestFile _digests;
    private readonly JobMetrics _metrics = new();
    private readonly JobWork _work;
    private readonly JobRunner _runner;
    private readonly JobDesk _jobs;

    public DemoJobs(CustodyDatabase custody, CustodyBank bank, DemoDesk desk, IPaymentChannel channel, CustodySettings settings)
    {
        _desk = desk;
        var staff = new StaffDesk(custody.Writer);
        _jobs = new JobDesk(staff, custody.Writer);
        _digests = new AuditDigestFile(settings, custody);
        _work = new JobWork(
            new DayEnd(staff, custody.Writer, channel, custody), bank, new ApprovalDesk(staff, custody.Writer), new ListingExpiry(staff, custody),
            () => throw new InvalidOperationException("The demo bank schedules no reports."), _digests, new DatabaseBackup(settings, custody, _clock),
            () => throw new InvalidOperationException("No day of the demo bank is caught up."), custody.Writer, custody, _clock, NullLogger<JobWork>.Instance);
        _runner = new JobRunner(_jobs, _work, _metrics, _clock, NullLogger<JobRunner>.Instance);
    }

    /// <summary>Whoever told the story before and was interrupted is gone: only one tells it.</summary>
    public async Task BeginAsync() => _ = (await _jobs.GiveUpOthersAsync(JobRunner.Node)).Value;

    /// <summary>
    /// Runs a job for an accounting day at a time of the story; one that ended well before is left alone. One that fails is a mistake of the story,
    /// unless it is told so.
    /// </summary>
    public async Task RunAsync(DateTime at, string name, DateOnly date, string? startedBy = null, bool fails = false)
    {
        var job = JobCatalogue.Find(name)!;
        if (job.Cadence == JobCadence.Continuous && !await _work.IsNeededAsync(job, CancellationToken.None)) return;
        _clock.MoveTo(await _desk.ReachAsync(at));
        _desk.Next(at + Takes);
        var run = await _runner.RunAsync(job, job.Cadence == JobCadence.Daily ? date : null, startedBy);
        // A job that was done before does not happen again, and leaves its second time behind.
        _desk.Forget();
        Expect(run, "job.already-done", "job.closed-date");
        if (run is { Done: true, Value: { State: JobRunState.Failed } broken } && !fails)
            throw new InvalidOperationException($"{name} of {date:yyyy-MM-dd}: {broken.ResultEnglish} {broken.Log}");
    }

    /// <summary>The digest of a night cannot be written, because the file of the nights before is damaged; in the morning it is there again.</summary>
    public async Task FailDigestAsync(DateTime at, DateOnly date)
    {
        var aside = _digests.Path + ".aside";
        if (File.Exists(_digests.Path)) File.Move(_digests.Path, aside, overwrite: true);
        await File.WriteAllTextAsync(_digests.Path, "{\"date\":\"");
        await RunAsync(at, JobCatalogue.AuditDigest, date, fails: true);
        File.Delete(_digests.Path);
        if (File.Exists(aside)) File.Move(aside, _digests.Path);
    }

    /// <summary>An operator runs a job again for a day that failed.</summary>
    public async Task RepeatAsync(DateTime at, string name, DateOnly date, string reason)
    {
        var person = Person("operator2", await _desk.ReachAsync(at));
        Expect(await _jobs.AskAsync(person, name, date, reason), "job.already-done", "job.under-way");
        await RunAsync(at.AddMinutes(1), name, date, person.UserName);
    }

    /// <summary>Pauses a job, or lets it go on.</summary>
    public async Task PauseAsync(DateTime at, string name, bool paused, string reason) =>
        Expect(await _jobs.PauseAsync(Person("admin", await _desk.ReachAsync(at)), name, paused, reason), "job.paused-already");

    public void Dispose() => _metrics.Dispose();

    private static StaffMember Person(string userName, DateTime nowUtc)
    {
        var user = DemoUsers.All.First(user => user.UserName == userName);
        return new StaffMember(user.UserName, user.DisplayName, user.StaffNo, [user.Role], ProvedAtUtc: nowUtc);
    }

    /// <summary>What an interrupted story has done already is refused when it is told again; anything else is a mistake of the story.</summary>
    private static void Expect<T>(Outcome<T> outcome, params string[] known)
    {
        if (!outcome.Done && !known.Contains(outcome.Refusal.Code)) _ = outcome.Value;
    }
}
