using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Platforms;

/// <summary>What a file is there for.</summary>
public enum DocumentPurpose
{
    /// <summary>A platform's dossier 平台资料.</summary>
    Dossier = 1,
    /// <summary>The evidence of a request to a second person 复核事项的证明材料.</summary>
    Evidence = 2,
}

/// <summary>A file that staff uploaded 资料文件: what it is and who brought it. Rows are never changed; the bytes lie apart.</summary>
public sealed class Document : Row
{
    /// <summary>What it is there for.</summary>
    public DocumentPurpose Purpose { get; init; } = DocumentPurpose.Dossier;

    /// <summary>The draft for which it was uploaded; 0 for evidence.</summary>
    public required long DraftId { get; init; }

    /// <summary>The name of the file, without a path.</summary>
    public required string FileName { get; init; }

    /// <summary>What its first bytes say it is: application/pdf, image/png or image/jpeg.</summary>
    public required string MediaType { get; init; }

    /// <summary>Its length in bytes.</summary>
    public required int Length { get; init; }

    /// <summary>Its SHA-256, in hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The user name of who uploaded it.</summary>
    public required string UploadedBy { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTime UploadedAtUtc { get; init; }

    internal static void Map(ModelBuilder model)
    {
        var document = model.Entity<Document>();
        document.ToTable("document");
        document.Property(d => d.FileName).HasMaxLength(DocumentFile.NameMax);
        document.HasIndex(d => d.DraftId);
    }
}

/// <summary>The bytes of a <see cref="Document"/>, under the same key: lists and checks never read them.</summary>
public sealed class DocumentContent : Row
{
    /// <summary>The file as it came.</summary>
    public required byte[] Bytes { get; init; }

    internal static void Map(ModelBuilder model) => model.Entity<DocumentContent>().ToTable("document_content");
}

/// <summary>What a dossier says of a file: an approval binds to its hash.</summary>
/// <param name="Id">The key of the document.</param>
/// <param name="FileName">Its name.</param>
/// <param name="Sha256">Its SHA-256, in hexadecimal digits.</param>
public sealed record DocumentRef(long Id, string FileName, string Sha256);
