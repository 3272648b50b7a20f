namespace CustodyConsole.Domain.Platforms;

/// <summary>Why a file is not taken, or not given out.</summary>
public static class DocumentRefusals
{
    /// <summary>The file has no content.</summary>
    public static Refusal Empty(string file) => new(
        "document.empty",
        $"文件“{file}”没有内容，请重新选择。",
        $"The file \"{file}\" is empty. Choose another.");

    /// <summary>The file is too large.</summary>
    public static Refusal TooLarge(string file, int megabytes) => new(
        "document.too-large",
        $"文件“{file}”超过 {megabytes} MB，请压缩或分页后再上传。",
        $"The file \"{file}\" has more than {megabytes} MB. Make it smaller and upload it again.");

    /// <summary>The content is of no kind that is taken, whatever the name says.</summary>
    public static Refusal KindUnknown(string file) => new(
        "document.kind-unknown",
        $"文件“{file}”的内容不是 PDF、PNG 或 JPEG，不能上传。",
        $"The content of \"{file}\" is neither PDF, PNG nor JPEG; it cannot be uploaded.");

    /// <summary>A request names too many files.</summary>
    public static Refusal TooMany(int most) => new(
        "document.too-many",
        $"一项申请最多附 {most} 个文件。",
        $"A request has at most {most} files.");

    /// <summary>A request needs a file and has none.</summary>
    public static Refusal Missing() => new(
        "document.missing",
        "请上传证明材料（PDF、PNG 或 JPEG）。",
        "Upload the evidence (PDF, PNG or JPEG).");

    /// <summary>There is no such file, or not with the content that was named.</summary>
    public static Refusal Unknown(string file) => new(
        "document.unknown",
        $"资料文件“{file}”不存在或与登记的摘要不符，请重新上传。",
        $"The file \"{file}\" does not exist or is not the one that was named. Upload it again.");
}
