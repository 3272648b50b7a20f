using System.Text.Json.Serialization;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Approvals;

/// <summary>One value before and after, as the checker is shown it.</summary>
/// <param name="Chinese">What it is, in Chinese.</param>
/// <param name="English">What it is, in English.</param>
/// <param name="Before">The value now; null where there is none yet.</param>
/// <param name="After">The value afterwards; null where it goes.</param>
/// <param name="Binding">
/// True where a value that has changed since it was shown keeps the approval from standing; false for what moves by itself, such as a balance,
/// which is looked at again when the request is carried out.
/// </param>
/// <param name="BeforeEnglish">The value now in English, where it is words; null where <paramref name="Before"/> is the same in every language.</param>
/// <param name="AfterEnglish">The value afterwards in English, likewise.</param>
public sealed record ApprovalChange(
    string Chinese, string English, string? Before, string? After, bool Binding = true,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? BeforeEnglish = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? AfterEnglish = null);

/// <summary>What a proposal means in the bank as it stands.</summary>
/// <param name="Subject">What it is about, such as account:8001101000000001234; one word, a colon, its number.</param>
/// <param name="PlatformNo">The platform concerned.</param>
/// <param name="AmountFen">The amount in fen; 0 where no money is concerned.</param>
/// <param name="Chinese">What it asks for, in a sentence.</param>
/// <param name="English">What it asks for, in an English sentence.</param>
/// <param name="Changes">The state before and after.</param>
/// <param name="RuledFen">
/// The amount in fen by which the rule goes, where more is at stake than <paramref name="AmountFen"/>: what was done in parts counts as one.
/// </param>
public sealed record ProposalFacts(
    string Subject, string? PlatformNo, long AmountFen, string Chinese, string English, IReadOnlyList<ApprovalChange> Changes, long RuledFen = 0);

/// <summary>
/// The content of a request that takes two people. One verb, one record, one file: it says what it means now, may set money aside when it is
/// made, and is carried out when it is approved. All of it runs inside the writer. Its public properties are its content, exactly: they are
/// what is hashed, shown and carried out.
/// </summary>
public abstract record Proposal
{
    /// <summary>What it asks for.</summary>
    [JsonIgnore]
    public abstract ApprovalType Type { get; }

    /// <summary>The files that it names, by their hashes; whoever decides may open them.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<DocumentRef> Files => [];

    /// <summary>The pool whose money it touches; 0 for the bank as a whole.</summary>
    public long PoolId { get; init; }

    /// <summary>
    /// Checks the content against the bank as it stands and says what it means. It is asked when the request is made, whenever it is shown and
    /// before it is carried out; it changes nothing.
    /// </summary>
    /// <param name="books">The books.</param>
    /// <param name="request">The request, once there is one: what it set aside counts as there.</param>
    internal abstract Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request);

    /// <summary>
    /// False where several requests may be pending on one subject at a time, because the proposal keeps their parts from overlapping itself.
    /// </summary>
    internal virtual bool OnePendingPerSubject => true;

    /// <summary>Why this person, whatever the roles, may neither ask for it nor decide on it: it concerns them. Null for everybody else.</summary>
    internal virtual Refusal? KeepsOut(Books books, StaffMember person) => null;

    /// <summary>Sets aside what carrying it out will need, when the request is made.</summary>
    internal virtual Outcome<bool> Reserve(Books books, ApprovalRequest request, StaffMember maker) => true;

    /// <summary>Gives back what was set aside, when the request ends without being carried out or gets another content.</summary>
    internal virtual Outcome<bool> Release(Books books, ApprovalRequest request, StaffMember actor) => true;

    /// <summary>
    /// Carries it out, in the transaction that records the last approval; a refusal leaves the request pending and nothing done. Returns what
    /// it made, in words and numbers.
    /// </summary>
    internal abstract Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker);
}
