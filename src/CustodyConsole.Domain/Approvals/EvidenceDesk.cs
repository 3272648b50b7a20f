using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Approvals;

/// <summary>
/// Keeps files that makers attach to what they ask for 证明材料. A file is kept when it is uploaded; the request names it by its hash, so an approval
/// is for this content and no other.
/// </summary>
/// <param name="staff">Checks the permission and keeps the audit trail.</param>
public sealed class EvidenceDesk(StaffDesk staff)
{
    /// <summary>
    /// Keeps a file. Refusals in order: <see cref="StaffRefusals.NotPermitted"/>, those of <see cref="DocumentFile.Check"/>.
    /// </summary>
    /// <param name="actor">Who uploads it.</param>
    /// <param name="permission">The permission of the form.</param>
    /// <param name="fileName">Its name.</param>
    /// <param name="bytes">Its content.</param>
    public async Task<Outcome<DocumentRef>> UploadAsync(StaffMember actor, string permission, string? fileName, byte[] bytes)
    {
        var file = DocumentFile.Check(fileName, bytes);
        return await staff.RunAsync<DocumentRef>(
            actor, permission, CustodyStore.NoPool, new AuditDraft("Approvals.UploadEvidence"),
            (books, audit) =>
            {
                if (!file.Done) return file.Refusal;
                var document = DocumentFile.Keep(books, file.Value, DocumentPurpose.Evidence, 0, actor.UserName);
                audit.Subject = $"document:{document.Id}";
                audit.After = $"{document.FileName} SHA-256 {document.Sha256}";
                return new DocumentRef(document.Id, document.FileName, document.Sha256);
            });
    }
}
