using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Staff;

/// <summary>Keeps staff of a payment company to what their own company has to do with.</summary>
public static class PaymentCompanyScope
{
    /// <summary>The requests that concern a payment company; of these its staff see those of their own.</summary>
    public static readonly IReadOnlyList<ApprovalType> Types =
    [
        ApprovalType.FeeSchedule, ApprovalType.AdvancePayout, ApprovalType.AdvanceLimit, ApprovalType.FeeSettlement,
        ApprovalType.SettlementConfirmation, ApprovalType.SettlementInstruction, ApprovalType.SuspenseClearing, ApprovalType.ChannelLimits,
    ];

    /// <summary>
    /// The payment company whose pools alone a person may see; null for who is no staff of one. Where the company was never said, a name that
    /// none bears: such a person sees nothing.
    /// </summary>
    public static string? CompanyOf(StaffMember person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return person.Roles.Contains(Roles.PaymentCompany) ? person.PaymentCompany ?? "" : null;
    }

    /// <summary>Refusal: <see cref="StaffRefusals.OtherPaymentCompany"/>; null where the request concerns the person's own or they are staff of none.</summary>
    internal static Refusal? KeepsOut(Books books, StaffMember person, ApprovalType type, long poolId, string subject)
    {
        if (CompanyOf(person) is not { } own) return null;
        var isOwn = Types.Contains(type) && (type == ApprovalType.AdvanceLimit
            ? subject == ProposeAdvanceLimit.SubjectOf(own)
            : books.Pool(poolId)?.PaymentCompany == own);
        return isOwn ? null : StaffRefusals.OtherPaymentCompany();
    }
}
