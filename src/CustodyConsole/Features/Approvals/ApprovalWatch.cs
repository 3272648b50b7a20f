using CustodyConsole.Domain;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Approvals;

/// <summary>The requests that something happened to.</summary>
/// <param name="Numbers">Their numbers; null where it is not known, so that everything is to be looked at again.</param>
public sealed record ApprovalNews(IReadOnlySet<string>? Numbers)
{
    public bool Concerns(string no) => Numbers?.Contains(no) != false;
}

/// <summary>
/// Tells open pages that requests were made or decided, by whichever node. One question a second to the database for the
/// whole process, and only while a page is open: the end of the audit trail, one row. Every step of a request is in the
/// trail, and its numbers grow in the order of commits on every node, which the keys of rows do not.
/// </summary>
public sealed class ApprovalWatch(IDbContextFactory<CustodyDb> databases, ILogger<ApprovalWatch> log) : IDisposable
{
    /// <summary>Two looks fit into the two seconds within which an open page must follow.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(0.8);

    private const string Subject = "approval:";
    private const int NamedMax = 1_000;
    private readonly Lock _gate = new();
    private readonly List<Listener> _listeners = [];
    private readonly CancellationTokenSource _stopped = new();
    private bool _runs;
    private long? _seen;

    /// <summary>Pages that listen now.</summary>
    public int Listeners
    {
        get { lock (_gate) return _listeners.Count; }
    }

    /// <summary>Calls back with every piece of news until the answer is disposed.</summary>
    public IDisposable Listen(Func<ApprovalNews, Task> changed)
    {
        var listener = new Listener(this, changed);
        lock (_gate)
        {
            _listeners.Add(listener);
            if (_runs) return listener;
            _runs = true;
            // What happened while nobody listened is not known.
            _seen = null;
        }

        _ = Task.Run(RunAsync);
        return listener;
    }

    /// <summary>One look: null when nothing has happened since the last.</summary>
    public async Task<ApprovalNews?> LookAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var last = await db.AuditHeads.Select(head => head.SequenceNo).SingleOrDefaultAsync(cancellationToken);
        var seen = _seen;
        _seen = last;
        if (seen is null) return new ApprovalNews(null);
        if (last == seen) return null;
        var subjects = await db.AuditEntries
            .Where(entry => entry.SequenceNo > seen && entry.SequenceNo <= last && entry.Subject.StartsWith(Subject))
            .Select(entry => entry.Subject).Distinct().Take(NamedMax).ToListAsync(cancellationToken);
        return subjects.Count == 0 ? null
            : new ApprovalNews(subjects.Count == NamedMax ? null : subjects.Select(s => s[Subject.Length..]).ToHashSet());
    }

    public void Dispose()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private async Task RunAsync()
    {
        var stop = _stopped.Token;
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                Listener[] listeners;
                lock (_gate)
                {
                    _runs = _listeners.Count > 0;
                    if (!_runs) return;
                    listeners = [.. _listeners];
                }

                await TellAsync(listeners, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The console is closing.
        }
    }

    private async Task TellAsync(Listener[] listeners, CancellationToken stop)
    {
        try
        {
            if (await LookAsync(stop) is not { } news) return;
            // A slow page keeps no other waiting.
            foreach (var listener in listeners) _ = TellAsync(listener, news);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogWarning(failure, "Looking for news of approvals failed; it is tried again.");
        }
    }

    private async Task TellAsync(Listener listener, ApprovalNews news)
    {
        try
        {
            await listener.Changed(news);
        }
        catch (Exception failure)
        {
            log.LogWarning(failure, "A page could not follow the news of approvals.");
        }
    }

    private sealed class Listener(ApprovalWatch watch, Func<ApprovalNews, Task> changed) : IDisposable
    {
        public Func<ApprovalNews, Task> Changed => changed;

        public void Dispose()
        {
            lock (watch._gate) watch._listeners.Remove(this);
        }
    }
}
