using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Audit;

/// <summary>The audit trail in words.</summary>
public static class AuditWords
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The kinds of actions that the filter offers: the beginnings of their names.</summary>
    public static readonly IReadOnlyList<string> Kinds =
    [
        "Approvals.", "Session.", "Accounts.", "Platforms.", "Listings.", "Settlement.", "Days.", "Calendar.", "Jobs.", "Staff.", "Reports.", "Audit.",
    ];

    /// <summary>
    /// What was done, in words: those of this area, else the sentence of the permission of that name, else the name itself.
    /// </summary>
    public static string Of(string action, IStringLocalizer<AuditText> words)
    {
        var word = words["Action." + action];
        if (!word.ResourceNotFound) return word;
        var permission = Permissions.All.FirstOrDefault(row => row.Name == action);
        return permission is null ? action
            : CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? permission.Chinese : permission.English;
    }

    /// <summary>A kept text as people read it: JSON with a line for each value.</summary>
    public static string Pretty(string text)
    {
        if (text is not ['{' or '[', ..]) return text;
        try
        {
            using var json = JsonDocument.Parse(text);
            return JsonSerializer.Serialize(json, Indented);
        }
        catch (JsonException)
        {
            // A text that was cut at its longest length is shown as it is.
            return text;
        }
    }
}
