using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Channels;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Notices;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Domain.Settlement;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Resources;

/// <summary>
/// The bank's words for members of enums, by the convention <c>Enum.Member</c> of <see cref="StatusText"/>.
/// </summary>
public static class EnumWords
{
    /// <summary>The enums that are shown as words alone, without the colour of a status.</summary>
    public static readonly IReadOnlyList<Type> Known =
    [
        typeof(OrderType), typeof(Operation), typeof(Side), typeof(Bucket), typeof(LineKind), typeof(FreezePurpose),
        typeof(UserRole),
        typeof(PartyKind), typeof(Verification), typeof(FloatPolicy), typeof(FeePayer), typeof(FeeDeduction),
        typeof(InstalmentBasis),
        typeof(Rounding), typeof(RepaymentMethod), typeof(AccountType), typeof(ApprovalAction),
        typeof(PaymentOrder), typeof(NoticeKind), typeof(RevealField), typeof(RevealReason),
        typeof(FeeKind), typeof(FreePeriod), typeof(AdvanceMode), typeof(SettlementBasis), typeof(FeeSettlementKind),
        typeof(ChannelKind), typeof(ChannelResult), typeof(HoldReason), typeof(DayKind),
        typeof(StaffReset),
        typeof(SuspenseKind), typeof(ClearingWay), typeof(ReportFormat), typeof(ReportCadence),
    ];

    /// <summary>The word of one member.</summary>
    public static string Of(this IStringLocalizer<StatusText> words, Enum member) =>
        words[$"{member.GetType().Name}.{member}"];
}
