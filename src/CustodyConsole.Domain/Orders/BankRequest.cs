using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Orders;

/// <summary>
/// A request to the bank: one verb of the field, one record, one file. It carries its content, its refusals in order and its legs. It runs
/// inside the writer, so it neither waits nor asks the outside world.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
public abstract record BankRequest(RequestHead Head)
{
    /// <summary>What is asked.</summary>
    public abstract OrderType Type { get; }

    /// <summary>True for requests that bring users' money back to them: they go on while a platform is suspended.</summary>
    protected virtual bool EvenWhenSuspended => false;

    /// <summary>True for requests that settle what a platform that has left may still owe or be owed: answers come late.</summary>
    protected virtual bool EvenWhenClosed => false;

    /// <summary>True for requests whose own refusals name the field in which a text is not clean.</summary>
    protected virtual bool ChecksItsTexts => false;

    /// <summary>The fields that make the content; the same request number with other content is refused.</summary>
    protected abstract object?[] Content { get; }

    /// <summary>Names rows that the operation will need, where reading them one by one would be dear.</summary>
    internal virtual void Want(Books books)
    {
    }

    /// <summary>The guard ladder and, past its point of no return, the writes.</summary>
    protected abstract Outcome<Receipt> Execute(Books books, Platform platform);

    /// <summary>
    /// Runs the request. Refusals in order: those of the request number, of the pool and platform, then the operation's own.
    /// </summary>
    internal Outcome<Receipt> Run(Books books) =>
        Begin(books, out var platform) is { } answer ? answer : Execute(books, platform!);

    /// <summary>The first steps, shared by all requests: an answer when they end it, null when the operation itself is to follow.</summary>
    protected Outcome<Receipt>? Begin(Books books, out Platform? platform)
    {
        platform = null;
        if (HasControlCharacters && !ChecksItsTexts) return OrderRefusals.ControlCharacters();
        if (Head.IsPlatforms && RequestNumbers.IsReserved(Head.RequestNo)) return OrderRefusals.RequestNumberReserved(Head.RequestNo);
        if (books.Pool(Head.PoolId) is not { } pool) return OrderRefusals.UnknownPool(Head.PoolId);
        if (RequestNumbers.Known(books, pool.PlatformId, Head.RequestNo, ContentHash()) is { } answer) return answer;
        var open = Admission.Platform(books, Head.PoolId, EvenWhenSuspended, EvenWhenClosed);
        if (!open.Done) return open.Refusal;
        platform = open.Value;
        return null;
    }

    internal void WantAll(Books books)
    {
        // What will be refused reads nothing: the database may not even take such a text.
        if (HasControlCharacters) return;
        books.Pools.Want(Head.PoolId);
        if (books.KnownPlatformOf(Head.PoolId) is { } platformId)
        {
            books.Platforms.Want(platformId);
            books.OrderByRequest.Want((platformId, Head.RequestNo));
        }

        Want(books);
    }

    /// <summary>The order that records this request, with its key; add what is special to it before it is added.</summary>
    protected CustodyOrder Order(Books books, Platform platform, long amountFen, OrderState state = OrderState.Succeeded) => new()
    {
        Id = books.NewKey(),
        PlatformId = platform.Id,
        PoolId = Head.PoolId,
        RequestNo = Head.RequestNo,
        ContentHash = ContentHash(),
        Type = Type,
        State = state,
        AmountFen = amountFen,
        Operator = Head.Operator,
        AccountingDate = books.Bank.AccountingDate,
        CreatedAtUtc = books.NowUtc,
        UpdatedAtUtc = books.NowUtc,
    };

    /// <summary>An account of this pool by its number; null when there is none here.</summary>
    protected Ledger.Account? AccountOf(Books books, string number) =>
        books.AccountByNumber.Find(number) is { } account && account.PoolId == Head.PoolId ? account : null;

    private bool HasControlCharacters =>
        HasControl(Head.RequestNo) || Array.Exists(Content, value => value is string text && HasControl(text));

    private static bool HasControl(string? text) => text is not null && text.AsSpan().ContainsAnyInRange('\0', '\u001f');

    private byte[] ContentHash() => RequestNumbers.Hash(Type, Content);
}
