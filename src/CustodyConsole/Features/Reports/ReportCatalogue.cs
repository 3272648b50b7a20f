using CustodyConsole.Features.Reports.Registers;

namespace CustodyConsole.Features.Reports;

/// <summary>All reports. A new one is a file in <c>Registers</c> and a line here.</summary>
public static class ReportCatalogue
{
    public static IReadOnlyList<Report> All { get; } =
    [
        new AccountRegister(),
        new AccountStatement(),
        new JournalRegister(),
        new OrderRegister(),
        new PaymentRegister(),
        new ListingRegister(),
        new BidRegister(),
        new FreezeRegister(),
        new RepaymentRegister(),
        new OverdueRegister(),
        new CompensationRequestRegister(),
        new CompensationRegister(),
        new RecoveryRegister(),
        new CompensatorRegister(),
        new CompensationProposalRegister(),
        new AdvanceRegister(),
        new FeeScheduleRegister(),
        new FeeRegister(),
        new FeeStatementRegister(),
        new SettlementRegister(),
        new SuspenseRegister(),
        new TotalToDetail(),
        new DayRegister(),
        new BorrowerLimits(),
        new CustodyMonthly(),
        new PlatformRegister(),
        new OnboardingRegister(),
        new ApprovalRegister(),
        new AuditRegister(),
        new StaffRegister(),
        new JobRunRegister(),
        new CalendarRegister(),
    ];

    /// <summary>Null where there is no report of this code.</summary>
    public static Report? Find(string? code) => All.FirstOrDefault(report => report.Facts.Code == code);
}
