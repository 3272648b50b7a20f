using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CustodyConsole.Domain.Approvals;

/// <summary>The exact text of a proposal, and the hashes that bind an approval to what was shown.</summary>
public static class ProposalText
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Strict)
    {
        // The text is read by people in the audit trail and in the history of a request; it is never put into a page unescaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The content as it is kept.</summary>
    public static string Write(Proposal proposal)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        return JsonSerializer.Serialize(proposal, proposal.GetType(), Json);
    }

    /// <summary>The proposal of a kept content. A member that it does not know, or lacks, is a fault of the kept row and throws.</summary>
    public static Proposal Read(ApprovalType type, string content) =>
        (Proposal)JsonSerializer.Deserialize(content, ApprovalTypes.Of(type).Content, Json)!;

    /// <summary>The hash of type and content.</summary>
    public static byte[] Hash(ApprovalType type, string content) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(((int)type).ToString(CultureInfo.InvariantCulture) + "|" + content));

    /// <summary>
    /// What a checker is shown, as a hash: content, version, and every value before and after that binds. An approval names it, so that
    /// nothing else than what was shown can be approved.
    /// </summary>
    public static string Shown(ApprovalRequest request, ProposalFacts facts)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(facts);
        var binding = JsonSerializer.Serialize(facts.Changes.Where(change => change.Binding), Json);
        return Convert.ToHexString(SHA256.HashData(
            [.. request.ContentHash, .. BitConverter.GetBytes(request.Version), .. Encoding.UTF8.GetBytes(binding)]));
    }

    internal static string WriteChanges(IReadOnlyList<ApprovalChange> changes) => JsonSerializer.Serialize(changes, Json);

    /// <summary>The state before and after, as it was when the request was made or changed.</summary>
    public static IReadOnlyList<ApprovalChange> ReadChanges(string changes) =>
        JsonSerializer.Deserialize<IReadOnlyList<ApprovalChange>>(changes, Json)!;
}
