using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Reports;

namespace CustodyConsole.Features.Reports;

/// <summary>
/// Comma-separated text (RFC 4180) in a zip: a file for each sheet, and cover.txt with what the cover of a workbook says. One file, so that one
/// hash holds for all. Numbers stand bare; a text that a spreadsheet might run begins with an apostrophe.
/// </summary>
internal sealed class CsvFile : IReportFile
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");
    private readonly ZipArchive _zip;
    private readonly Report _report;
    private readonly ReportReading _reading;
    private readonly ReportCover _cover;
    private readonly Encoding _encoding;
    private readonly LostCharacters? _lost;
    private StreamWriter? _writer;
    private ReportSheet? _sheet;

    public CsvFile(Stream target, Report report, ReportReading reading, ReportCover cover)
    {
        (_report, _reading, _cover) = (report, reading, cover);
        _zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        if (reading.Scope.Format == ReportFormat.CsvGbk)
        {
            _lost = new LostCharacters();
            Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            _encoding = Encoding.GetEncoding("GBK", _lost, DecoderFallback.ExceptionFallback);
        }
        else _encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true);
    }

    public void Begin(int sheet)
    {
        _sheet = _report.Sheets[sheet];
        var name = _report.Sheets.Count == 1 ? _report.Facts.Code : FormattableString.Invariant($"{_report.Facts.Code}-{sheet + 1}");
        _writer = Open(name + ".csv");
        for (var i = 0; i < _sheet.All.Count; i++)
        {
            if (i > 0) _writer.Write(',');
            Put(Workbooks.WorkbookShape.HeadOf(_sheet.All[i], _reading.English));
        }

        _writer.Write("\r\n");
    }

    public void Write(ReportCell[] cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0) _writer!.Write(',');
            if (!cells[i].IsEmpty) Put(_sheet!.All[i].Kind, cells[i]);
        }

        _writer!.Write("\r\n");
    }

    public void End()
    {
        _writer!.Dispose();
        _writer = null;
    }

    public void Complete()
    {
        using (var writer = Open("cover.txt"))
        {
            writer.Write($"{_cover.Bank}\r\n{_cover.Title}\r\n");
            if (_cover.Warning is not null) writer.Write(_cover.Warning + "\r\n");
            foreach (var section in _cover.Sections)
            {
                writer.Write($"\r\n[{section.Title}]\r\n");
                if (section.Heads is not null) writer.Write(string.Join('\t', section.Heads) + "\r\n");
                foreach (var row in section.Rows) writer.Write(string.Join('\t', row.Select(cell => OneLine(cell.Text))).TrimEnd('\t') + "\r\n");
            }

            writer.Write("\r\n[CSV]\r\n");
            writer.Write(_reading.Say(
                "以 = + - @ 单引号、制表符或回车开头的文本前加单引号（'），使用前请去掉一个；金额、日期、数量不加任何符号。",
                "A text that begins with = + - @, an apostrophe, a tab or a return has an apostrophe (') before it, one of which is to be taken off; amounts, dates and counts stand bare.") + "\r\n");
            if (_lost is not null)
            {
                writer.Flush();
                writer.Write(_reading.Say(
                    $"GBK 字符集之外的字符共 {_lost.Count} 个，以 {{U+十六进制码}} 表示，未丢失。",
                    $"{_lost.Count} characters that GBK lacks are written as {{U+hexadecimal code}}; none is lost.") + "\r\n");
            }
        }

        _zip.Dispose();
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _zip.Dispose();
    }

    /// <summary>A tab or a new line within a value would move what follows it into another column or row.</summary>
    private static string OneLine(string text) => text.AsSpan().ContainsAny("\t\r\n")
        ? text.Replace("\t", "\\t", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) : text;

    private StreamWriter Open(string name) =>
        new(_zip.CreateEntry(name, CompressionLevel.Fastest).Open(), _encoding, 1 << 16);

    private void Put(ColumnKind kind, in ReportCell cell)
    {
        if (!cell.HasNumber || kind is ColumnKind.Text or ColumnKind.Code)
        {
            Put(cell.Text ?? cell.Number.ToString(CultureInfo.InvariantCulture));
            return;
        }

        Span<char> digits = stackalloc char[40];
        var number = cell.Number;
        switch (kind)
        {
            case ColumnKind.Money:
                (number / 100m).TryFormat(digits, out var written, "0.00", CultureInfo.InvariantCulture);
                _writer!.Write(digits[..written]);
                break;
            case ColumnKind.Percent:
                (number / 100m).TryFormat(digits, out written, "0.00", CultureInfo.InvariantCulture);
                _writer!.Write(digits[..written]);
                break;
            case ColumnKind.Date:
                _writer!.Write(BankTime.Format(DateOnly.FromDayNumber((int)number)));
                break;
            case ColumnKind.Moment:
                _writer!.Write(BankTime.Format(new DateTime(number, DateTimeKind.Utc)));
                break;
            default:
                number.TryFormat(digits, out written, default, CultureInfo.InvariantCulture);
                _writer!.Write(digits[..written]);
                break;
        }
    }

    private void Put(string text)
    {
        if (Workbooks.CellText.LooksLikeFormula(text) || text.StartsWith('\'')) text = "'" + text;
        // A blank at either end is kept by quotes in every reader.
        if (!text.AsSpan().ContainsAny(Special) && !(text.Length > 0 && (text[0] == ' ' || text[^1] == ' ')))
        {
            _writer!.Write(text);
            return;
        }

        _writer!.Write('"');
        _writer.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
        _writer.Write('"');
    }

    /// <summary>Writes a character that an encoding lacks as {U+20BB7}, and counts it.</summary>
    private sealed class LostCharacters : EncoderFallback
    {
        public long Count { get; private set; }

        public override int MaxCharCount => 10;

        public override EncoderFallbackBuffer CreateFallbackBuffer() => new Writer(this);

        private sealed class Writer(LostCharacters owner) : EncoderFallbackBuffer
        {
            private string _text = "";
            private int _at;

            public override int Remaining => _text.Length - _at;

            public override bool Fallback(char charUnknown, int index) => Say(charUnknown);

            public override bool Fallback(char charUnknownHigh, char charUnknownLow, int index) => Say(char.ConvertToUtf32(charUnknownHigh, charUnknownLow));

            public override char GetNextChar() => _at < _text.Length ? _text[_at++] : '\0';

            public override bool MovePrevious()
            {
                if (_at == 0) return false;
                _at--;
                return true;
            }

            public override void Reset() => (_text, _at) = ("", 0);

            private bool Say(int code)
            {
                owner.Count++;
                (_text, _at) = (string.Create(CultureInfo.InvariantCulture, $"{{U+{code:X4}}}"), 0);
                return true;
            }
        }
    }
}
