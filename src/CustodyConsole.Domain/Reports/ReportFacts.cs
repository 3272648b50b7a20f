namespace CustodyConsole.Domain.Reports;

/// <summary>What must be said before a report can be made.</summary>
[Flags]
public enum ReportParameters
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>The first and the last accounting date 起止会计日.</summary>
    Period = 1,
    /// <summary>A moment, as of which balances are taken 截至时点.</summary>
    Moment = 2,
    /// <summary>A calendar month 月份.</summary>
    Month = 4,
    /// <summary>May be narrowed to one platform 可按平台.</summary>
    Platform = 8,
    /// <summary>Cannot be made without a platform 须指定平台.</summary>
    PlatformRequired = 16,
    /// <summary>Cannot be made without the number of an account or listing 须指定账户或标的.</summary>
    SubjectRequired = 32,
}

/// <summary>
/// What a report is, apart from its rows: who requires it and why, what must be said to make it, and who may. It is the head of a report's
/// definition, the line of the catalogue, and what the cover sheet repeats.
/// </summary>
/// <param name="Code">The code, in kebab-case; it never changes once released.</param>
/// <param name="Version">Counts up when columns or the query change what the report says.</param>
/// <param name="Chinese">The name in Chinese.</param>
/// <param name="English">The name in English.</param>
/// <param name="RequiredByChinese">Who requires it and why, in Chinese.</param>
/// <param name="RequiredByEnglish">Who requires it and why, in English.</param>
/// <param name="Parameters">What must be said to make it.</param>
/// <param name="Permission">The permission to see what is in it, beside the permission to export.</param>
/// <param name="HasPersonalData">True where columns are masked unless two people allow them in clear.</param>
/// <param name="IsKept">True where its files are kept without end, because the custodian has to keep its own reports for years (R74).</param>
public sealed record ReportFacts(
    string Code, int Version, string Chinese, string English, string RequiredByChinese, string RequiredByEnglish,
    ReportParameters Parameters, string Permission, bool HasPersonalData = false, bool IsKept = false)
{
    /// <summary>The code and the version as people read them: account-register v1.</summary>
    public string CodeAndVersion => $"{Code} v{Version}";
}
