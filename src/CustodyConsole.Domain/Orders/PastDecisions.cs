using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Compensation;

namespace CustodyConsole.Domain.Orders;

/// <summary>
/// The door for operations of a history 历史业务 that take two people in this bank and were decided before its books began: a replay or the
/// demo's story brings them as facts. Everywhere else these operations are reached through their approvals alone, which is why their own types
/// are not public; a test names who may use the door.
/// </summary>
public static class PastDecisions
{
    /// <summary>A direct compensation; refusals in the order of <see cref="CompensationRequest"/>. Amounts in fen.</summary>
    public static BankRequest CompensateDirectly(
        RequestHead head, string listingNo, string compensatorAccountNo, long principalFen, long interestFen, long fineFen = 0) =>
        new CompensateDirectly(head, listingNo, compensatorAccountNo, principalFen, interestFen, fineFen);

    /// <summary>An indirect compensation; refusals in the order of <see cref="CompensationRequest"/>. Amounts in fen.</summary>
    public static BankRequest CompensateIndirectly(
        RequestHead head, string listingNo, string compensatorAccountNo, long principalFen, long interestFen, long fineFen = 0) =>
        new CompensateIndirectly(head, listingNo, compensatorAccountNo, principalFen, interestFen, fineFen);

    /// <summary>A judicial freeze; refusals in the order of <see cref="Accounts.JudicialFreeze"/>. The amount in fen.</summary>
    public static BankRequest JudicialFreeze(RequestHead head, string accountNo, long amountFen, string documentNo) =>
        new JudicialFreeze(head, accountNo, amountFen, documentNo);

    /// <summary>A release of it; refusals in the order of <see cref="Accounts.JudicialRelease"/>. The amount in fen.</summary>
    public static BankRequest JudicialRelease(RequestHead head, string authCode, long amountFen, string documentNo) =>
        new JudicialRelease(head, authCode, amountFen, documentNo);
}
