using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CustodyConsole.Domain.Writing;

/// <summary>
/// The one writer of this node. Requests queue first in, first out; the writer takes whatever waits, runs each operation by itself, so
/// that a refusal undoes only itself, writes all in one transaction, commits once, and only then answers. There is no timer: alone, a
/// request is committed at once; in a crowd, the commit is shared.
/// </summary>
/// <remarks>
/// Nothing inside an operation waits for the outside world. An exception in an operation is a bug: it undoes that operation and is
/// thrown to its caller. If a group cannot be written, its operations are tried one by one, so that a poisoned one fails alone.
/// </remarks>
public sealed class GroupWriter : IAsyncDisposable
{
    /// <summary>The most operations in one group.</summary>
    public const int GroupSizeMax = 1024;

    /// <summary>A group that has this many rows to write takes no further operation.</summary>
    public const int GroupRowsMax = 30_000;

    private readonly BlockingCollection<Request> _queue = new(new ConcurrentQueue<Request>());
    private readonly CustodyStore _store;
    private readonly TimeProvider _time;
    private readonly Books _books;
    private readonly Thread _thread;
    private long _groups;
    private long _operations;

    /// <summary>Starts the writer on its own thread.</summary>
    /// <param name="store">The connection it owns from now on.</param>
    /// <param name="model">The EF model with names and columns.</param>
    /// <param name="time">The clock that stamps operations.</param>
    public GroupWriter(CustodyStore store, IModel model, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _time = time;
        _books = new Books(store, model);
        _thread = new Thread(Work) { IsBackground = true, Name = "custody-writer" };
        _thread.Start();
    }

    /// <summary>Groups committed since the start.</summary>
    public long Groups => Interlocked.Read(ref _groups);

    /// <summary>Operations answered since the start.</summary>
    public long Operations => Interlocked.Read(ref _operations);

    /// <summary>Runs an operation in the next group and answers when it is durable.</summary>
    /// <param name="poolId">The pool it touches; 0 for the bank as a whole.</param>
    /// <param name="operation">The operation; it returns a refusal before or instead of its effect.</param>
    /// <param name="wants">Names rows it will need, so that a database with dear round trips reads them with the group's.</param>
    /// <param name="whenRefused">
    /// Runs in the same commit after a refused operation was undone; its refusal is null where the operation failed by a bug.
    /// </param>
    /// <param name="audited">True for an operation that appends to the audit trail, itself or when it is refused.</param>
    /// <param name="advances">True for an operation that may add to what the pool's payment company has advanced.</param>
    public Task<Outcome<T>> RunAsync<T>(
        long poolId, Func<Books, Outcome<T>> operation, Action<Books>? wants = null, Action<Books, Refusal?>? whenRefused = null,
        bool audited = false, bool advances = false)
    {
        ArgumentNullException.ThrowIfNull(operation);
        var request = new Request<T>(poolId, operation, wants, whenRefused, audited, advances);
        _queue.Add(request);
        return request.Answer;
    }

    /// <summary>Takes no more requests, finishes those that wait, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_queue.IsAddingCompleted) return;
        _queue.CompleteAdding();
        await Task.Run(_thread.Join);
        _store.Dispose();
    }

    private void Work()
    {
        var group = new List<Request>(GroupSizeMax);
        while (true)
        {
            if (!_queue.TryTake(out var first, millisecondsTimeout: 250))
            {
                if (_queue.IsCompleted) return;
                WhenIdle();
                continue;
            }

            group.Add(first);
            while (group.Count < GroupSizeMax && _queue.TryTake(out var next)) group.Add(next);
            // A group that grew too large leaves the rest of its requests to the next one, still in their order.
            while (group.Count > 0) group.RemoveRange(0, RunGroup(group));
        }
    }

    /// <summary>Runs as many of the waiting requests as fit in one commit and returns how many it answered.</summary>
    private int RunGroup(List<Request> group)
    {
        var taken = 0;
        try
        {
            _books.Keys.ReserveIfLow();
            _store.Begin(LocksOf(group), [.. group.Where(request => request.Advances).Select(request => request.PoolId).Distinct()]);
            foreach (var request in group) request.Want(_books);
            _books.ReadWanted();
            for (; taken < group.Count && _books.PendingRows < GroupRowsMax; taken++) RunOne(group[taken]);
            _store.Write(_books.WriteTo);
            _store.Commit();
            _books.EndGroup(committed: true);
        }
        catch (Exception failure)
        {
            return FailGroup(group, failure);
        }

        Interlocked.Increment(ref _groups);
        Interlocked.Add(ref _operations, taken);
        for (var i = 0; i < taken; i++) group[i].Complete();
        return taken;
    }

    private void RunOne(Request request)
    {
        _books.BeginOperation(_time.GetUtcNow().UtcDateTime);
        if (request.Run(_books)) return;
        _books.UndoOperation();
        _books.BeginOperation(_books.NowUtc);
        request.Refused(_books);
    }

    private static HashSet<long> LocksOf(List<Request> group)
    {
        var locks = new HashSet<long>();
        foreach (var request in group)
        {
            if (request.PoolId != CustodyStore.NoPool) locks.Add(request.PoolId);
            if (request.IsAudited) locks.Add(CustodyStore.AuditLock);
        }

        return locks;
    }

    private int FailGroup(List<Request> group, Exception failure)
    {
        _books.EndGroup(committed: false);
        _store.Rollback();
        if (group.Count == 1)
        {
            group[0].Fail(failure);
            return 1;
        }

        // Nothing was committed, so each may run again alone; only what cannot be written fails.
        foreach (var request in group) RunGroup([request]);
        return group.Count;
    }

    private void WhenIdle()
    {
        try
        {
            _store.Idle();
        }
        catch (DbException)
        {
            // A checkpoint that another reader blocks is tried again when the bank is idle the next time.
        }
    }

    private abstract class Request(long poolId, Action<Books>? wants, bool audited, bool advances)
    {
        public long PoolId { get; } = poolId;

        /// <summary>True when it may add to the advances of the pool's payment company, which other pools add to as well.</summary>
        public bool Advances { get; } = advances;

        /// <summary>True when it appends to the audit trail, which has one end for the whole bank.</summary>
        public bool IsAudited { get; } = audited;

        public void Want(Books books) => wants?.Invoke(books);

        /// <summary>Runs the operation; false when it was refused or failed and has to be undone.</summary>
        public abstract bool Run(Books books);

        /// <summary>Records the refusal or failure, after the operation was undone.</summary>
        public abstract void Refused(Books books);

        public abstract void Complete();

        public abstract void Fail(Exception failure);
    }

    private sealed class Request<T>(
        long poolId, Func<Books, Outcome<T>> operation, Action<Books>? wants, Action<Books, Refusal?>? whenRefused, bool audited,
        bool advances)
        : Request(poolId, wants, audited, advances)
    {
        // Continuations must not run on the writer's thread: it has the next group to do.
        private readonly TaskCompletionSource<Outcome<T>> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Outcome<T> _outcome;
        private Exception? _bug;

        public Task<Outcome<T>> Answer => _source.Task;

        public override bool Run(Books books)
        {
            _bug = null;
            try
            {
                _outcome = operation(books);
                return _outcome.Done;
            }
            catch (Exception bug) when (bug is not DbException)
            {
                _bug = bug;
                return false;
            }
        }

        public override void Refused(Books books) => whenRefused?.Invoke(books, _bug is null ? _outcome.Refusal : null);

        public override void Complete()
        {
            if (_bug is null) _source.SetResult(_outcome);
            else _source.SetException(_bug);
        }

        public override void Fail(Exception failure) => _source.SetException(failure);
    }
}
