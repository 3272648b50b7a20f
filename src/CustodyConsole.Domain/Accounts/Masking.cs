namespace CustodyConsole.Domain.Accounts;

/// <summary>The kinds of personal data, each with its own mask.</summary>
public enum MaskedKind
{
    /// <summary>A person's name.</summary>
    PersonName,
    /// <summary>An identity number.</summary>
    IdentityNumber,
    /// <summary>A mobile number.</summary>
    Mobile,
    /// <summary>A bank card number.</summary>
    Card,
    /// <summary>An e-mail address.</summary>
    Email,
}

/// <summary>
/// What of a person's data may be seen without a permission (R81). A text too short to mask becomes stars.
/// </summary>
public static class Masking
{
    private static readonly HashSet<string> CompoundSurnames =
    [
        "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容", "司徒", "司空", "夏侯", "端木",
        "独孤", "南宫", "长孙", "宇文", "轩辕", "百里", "呼延", "东郭", "太史", "闻人", "申屠", "澹台", "钟离",
    ];

    /// <summary>The mask of this kind. What is masked already stays as it is.</summary>
    public static string Mask(string text, MaskedKind kind) => kind switch
    {
        MaskedKind.PersonName => PersonName(text),
        MaskedKind.IdentityNumber => IdentityNumber(text),
        MaskedKind.Mobile => Mobile(text),
        MaskedKind.Card => Card(text),
        MaskedKind.Email => Email(text),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>
    /// A person's name: the surname stays (张*, 欧阳**); of other names the first letter and the marks between.
    /// </summary>
    public static string PersonName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length < 2) return new string('*', name.Length);
        var seen = name.Length > 2 && CompoundSurnames.Contains(name[..2]) ? 2 : 1;
        if (char.IsHighSurrogate(name[0])) seen = 2;
        return string.Create(name.Length, (name, seen), static (span, state) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = i < state.seen || state.name[i] is '·' or ' ' or '-' ? state.name[i] : '*';
        });
    }

    /// <summary>A company's name is public and stays whole; a person's is masked.</summary>
    public static string Name(string name, bool isCompany) => isCompany ? name : PersonName(name);

    /// <summary>An identity number: three characters before, four behind; the date of birth is hidden.</summary>
    public static string IdentityNumber(string number) => Keep(number, 3, 4);

    /// <summary>A mobile number: 138****1234.</summary>
    public static string Mobile(string number) => Keep(number, 3, 4);

    /// <summary>A card number: its first six digits (the bank) and the last four.</summary>
    public static string Card(string number) => Keep(number, 6, 4);

    /// <summary>An e-mail address: the first letter and the domain.</summary>
    public static string Email(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var at = address.LastIndexOf('@');
        return at < 1 ? new string('*', address.Length) : string.Concat(address.AsSpan(0, 1), "***", address.AsSpan(at));
    }

    private static string Keep(string text, int before, int behind)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= before + behind) return new string('*', text.Length);
        return string.Concat(
            text.AsSpan(0, before), new string('*', text.Length - before - behind), text.AsSpan(text.Length - behind));
    }
}
