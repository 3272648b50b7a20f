using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Platforms;

/// <summary>
/// Puts the platforms of one file 批量导入平台 to a second person: all of them are opened or none. Each is opened suspended: its licences' files and
/// its keys follow as a change of the platform, and only a complete dossier is resumed. Every field of every platform is content, so it is shown
/// to the checker from there and bound to the approval by the hash of the content.
/// </summary>
/// <param name="FileName">The name of the file.</param>
/// <param name="Sha256">The hash of the file, in hexadecimal digits.</param>
/// <param name="Platforms">What its rows say, in their order; personal data sealed.</param>
/// <param name="Reason">Why.</param>
public sealed record ProposePlatformImport(string FileName, string Sha256, IReadOnlyList<ImportedPlatform> Platforms, string Reason) : Proposal
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.ImportPlatforms;

    /// <summary>
    /// Refusals in order: <see cref="ApprovalRefusals.ReasonMissing"/>, <see cref="ImportRefusals.Empty"/>,
    /// <see cref="ImportRefusals.TooMany"/>, then row by row <see cref="ImportRefusals.RowBad"/>: what is missing or cannot be so, a number
    /// that stands twice or is taken, a company that stands twice or runs a platform already.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        if (ApprovalMaking.IsMissing(Reason)) return ApprovalRefusals.ReasonMissing();
        if (Platforms.Count == 0) return ImportRefusals.Empty();
        if (Platforms.Count > ImportColumn.RowsMax) return ImportRefusals.TooMany(ImportColumn.RowsMax);
        var (rowOf, rowOfCompany) = (new Dictionary<string, int>(Platforms.Count), new Dictionary<string, int>(Platforms.Count));
        var companies = KnownCompanies.ByCreditCode(books);
        foreach (var (row, dossier) in Platforms)
        {
            if (PlatformImport.Faults(dossier, books.Bank.AccountingDate).FirstOrDefault() is { } fault)
                return ImportRefusals.RowBad(row, dossier.No, fault.Chinese, fault.English);
            var refusal = OpenPlatform.Check(dossier.Terms())
                ?? (rowOf.TryAdd(dossier.No, row) ? null : ImportRefusals.Repeated(dossier.No, rowOf[dossier.No]))
                ?? (books.PlatformByNo.Find(dossier.No) is { } taken ? PlatformRefusals.NumberTaken(dossier.No, taken.Name) : null)
                ?? (rowOfCompany.TryAdd(dossier.CreditCode, row) ? null : ImportRefusals.CompanyRepeated(dossier.CreditCode, rowOfCompany[dossier.CreditCode]))
                ?? (companies.GetValueOrDefault(dossier.CreditCode) is { } known ? PlatformRefusals.CompanyTaken(dossier.CreditCode, known.No, known.Name) : null);
            if (refusal is not null)
                return ImportRefusals.RowBad(row, dossier.No, refusal.Chinese.TrimEnd('。'), refusal.English.TrimEnd('.'));
        }

        var accounts = ChartOfAccounts.OfEveryPool.Count();
        return new ProposalFacts(
            $"import:{Sha256[..16]}", null, 0,
            $"批量导入 {Platforms.Count} 个平台（文件 {FileName}），各开立 {accounts} 个账户，开立后为暂停状态，补齐证照与公钥后恢复。理由：{Reason}",
            $"Take on {Platforms.Count} platforms from {FileName} with {accounts} accounts each, suspended until their files are there. Reason: {Reason}",
            [
                new("导入文件", "File", null, $"{FileName} · SHA-256 {Sha256}"),
                new("平台个数", "Platforms", null, $"{Platforms.Count}"),
                .. KnownCompanies.NewOnes(books, Platforms.Select(platform => platform.Dossier)),
            ]);
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        foreach (var (row, dossier) in Platforms)
        {
            var opened = OpenPlatform.Run(books, dossier.Terms());
            if (!opened.Done)
                return ImportRefusals.RowBad(row, dossier.No, opened.Refusal.Chinese.TrimEnd('。'), opened.Refusal.English.TrimEnd('.'));
            var platform = books.Platforms.Get(opened.Value.PlatformId);
            platform.State = PlatformState.Suspended;
            PlatformVersions.Keep(books, platform, dossier, request, checker);
        }

        return $"platforms × {Platforms.Count}: {Platforms[0].Dossier.No} – {Platforms[^1].Dossier.No}";
    }
}
