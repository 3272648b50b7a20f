using System.IO.Compression;
using System.Text;
using System.Xml;

namespace CustodyConsole.Excel;

/// <summary>
/// One part of an uploaded package, read forwards. Whatever it holds, little of it is in memory at a time: texts are taken up to a length, and a
/// tag, a nesting or a number of names beyond what a workbook has is a damaged file.
/// </summary>
internal sealed class BoundedXml : IDisposable
{
    private const int DepthMax = 64, NamesMax = 5_000, TagBytesMax = 64 * 1024;
    private readonly XmlReader _reader;
    private readonly char[] _buffer = new char[4_096];

    public BoundedXml(ZipArchiveEntry part) => _reader = XmlReader.Create(new TagLimit(part.Open()), new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit, IgnoreComments = true, IgnoreProcessingInstructions = true, CloseInput = true,
        NameTable = new FewNames(),
    });

    /// <summary>Goes on to the next node; false at the end.</summary>
    public bool Read()
    {
        var read = _reader.Read();
        return _reader.Depth <= DepthMax ? read : throw new InvalidDataException("Nested too deeply.");
    }

    /// <summary>True at the start of an element of this name, in whatever namespace.</summary>
    public bool Starts(string name) => _reader.NodeType == XmlNodeType.Element && _reader.LocalName == name;

    /// <summary>True at the end of an element of this name, also where it is empty.</summary>
    public bool Ends(string name) => _reader.LocalName == name
        && (_reader.NodeType == XmlNodeType.EndElement || (_reader.NodeType == XmlNodeType.Element && _reader.IsEmptyElement));

    /// <summary>True where the element has nothing inside.</summary>
    public bool IsEmpty => _reader.IsEmptyElement;

    /// <summary>An attribute without a prefix.</summary>
    public string? Attribute(string name) => _reader.NodeType == XmlNodeType.Element ? _reader.GetAttribute(name) : null;

    /// <summary>An attribute with a prefix, whatever the prefix: the two dialects of the format name the namespace differently.</summary>
    public string? Prefixed(string name)
    {
        string? found = null;
        while (_reader.MoveToNextAttribute())
        {
            if (_reader.LocalName == name && _reader.Prefix.Length > 0 && _reader.Prefix != "xmlns") found = _reader.Value;
        }

        _reader.MoveToElement();
        return found;
    }

    /// <summary>Adds the text at this place, if there is one, up to one letter more than the most that is wanted.</summary>
    public void TakeText(StringBuilder into, int most)
    {
        if (_reader.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)) return;
        while (_reader.ReadValueChunk(_buffer, 0, _buffer.Length) is var read and > 0)
            into.Append(_buffer, 0, Math.Clamp(most + 1 - into.Length, 0, read));
    }

    public void Dispose() => _reader.Dispose();

    /// <summary>The names of elements and attributes; each is kept for as long as the part is read.</summary>
    private sealed class FewNames : NameTable
    {
        private int _names;

        public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? Counted(base.Add(key, start, len));

        public override string Add(string key) => Get(key) ?? Counted(base.Add(key));

        private string Counted(string name) => ++_names <= NamesMax ? name : throw new InvalidDataException("Too many names.");
    }

    /// <summary>The bytes of a part; a tag of more than a workbook's is a damaged file, as the parser would have to hold all of it.</summary>
    private sealed class TagLimit(Stream part) : Stream
    {
        private int _tag = -1;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = part.Read(buffer, offset, count);
            var bytes = buffer.AsSpan(offset, read);
            while (bytes.Length > 0)
            {
                var isInside = _tag >= 0;
                var at = bytes.IndexOf(isInside ? (byte)'>' : (byte)'<');
                if (isInside && (_tag += at < 0 ? bytes.Length : at) > TagBytesMax) throw new InvalidDataException("A tag without end.");
                if (at < 0) break;
                _tag = isInside ? -1 : 0;
                bytes = bytes[(at + 1)..];
            }

            return read;
        }

        public override void Flush()
        {
            // Nothing is written.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) part.Dispose();
            base.Dispose(disposing);
        }
    }
}
