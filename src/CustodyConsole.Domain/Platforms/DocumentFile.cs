using System.Security.Cryptography;
using System.Text;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Platforms;

/// <summary>A file as it came from a person, checked: small enough, and of a kind that its own first bytes prove.</summary>
/// <param name="FileName">Its name, without a path.</param>
/// <param name="MediaType">What its first bytes say it is.</param>
/// <param name="Bytes">Its content.</param>
/// <param name="Sha256">The hash of its content, in hexadecimal digits.</param>
public sealed record DocumentFile(string FileName, string MediaType, byte[] Bytes, string Sha256)
{
    /// <summary>The largest file, in bytes.</summary>
    public const int BytesMax = 10 * 1024 * 1024;

    /// <summary>The longest name of a file.</summary>
    public const int NameMax = 120;

    private static readonly (byte[] Magic, string MediaType)[] Kinds =
    [
        ("%PDF-"u8.ToArray(), "application/pdf"),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
        ([0xFF, 0xD8, 0xFF], "image/jpeg"),
    ];

    /// <summary>
    /// Checks a file. What the browser says about it counts for nothing. Refusals in order: <see cref="DocumentRefusals.Empty"/>,
    /// <see cref="DocumentRefusals.TooLarge"/>, <see cref="DocumentRefusals.KindUnknown"/>.
    /// </summary>
    public static Outcome<DocumentFile> Check(string? fileName, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var name = NameOf(fileName);
        if (bytes.Length == 0) return DocumentRefusals.Empty(name);
        if (bytes.Length > BytesMax) return DocumentRefusals.TooLarge(name, BytesMax / 1024 / 1024);
        foreach (var (magic, mediaType) in Kinds)
        {
            if (bytes.AsSpan().StartsWith(magic))
                return new DocumentFile(name, mediaType, bytes, Convert.ToHexString(SHA256.HashData(bytes)));
        }

        return DocumentRefusals.KindUnknown(name);
    }

    /// <summary>Keeps a checked file, inside the writer.</summary>
    internal static Document Keep(Books books, DocumentFile file, DocumentPurpose purpose, long draftId, string userName)
    {
        var document = books.Documents.Add(new Document
        {
            Purpose = purpose,
            DraftId = draftId,
            FileName = file.FileName,
            MediaType = file.MediaType,
            Length = file.Bytes.Length,
            Sha256 = file.Sha256,
            UploadedBy = userName,
            UploadedAtUtc = books.NowUtc,
        });
        books.DocumentContents.Add(new DocumentContent { Id = document.Id, Bytes = file.Bytes });
        return document;
    }

    /// <summary>The last part of a name, without what no file system and no header takes.</summary>
    private static string NameOf(string? fileName)
    {
        var last = (fileName ?? "").Split('/', '\\')[^1];
        var clean = new StringBuilder(last.Length);
        foreach (var rune in last.EnumerateRunes())
        {
            // Letters that turn the direction of writing can make a name look like another.
            var category = Rune.GetUnicodeCategory(rune);
            if (rune.Value is '"' or '<' or '>' or '|' or ':' or '*' or '?' or 0xFFFD) continue;
            if (category is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format) continue;
            clean.Append(rune);
        }

        var name = clean.ToString().Trim();
        if (name.Length > NameMax) name = name[^NameMax..];
        return name.Length == 0 ? "未命名" : name;
    }
}
