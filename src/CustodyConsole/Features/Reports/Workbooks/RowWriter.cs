using System.Buffers;
using System.Buffers.Text;
using System.Text;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Calendar;

namespace CustodyConsole.Features.Reports.Workbooks;

/// <summary>
/// Writes the rows of a sheet as XML into its part, a row at a time; nothing is kept of a row. Texts stand in their cells and in no shared
/// table, which would have to be held until the end.
/// </summary>
internal sealed class RowWriter : IDisposable
{
    /// <summary>Spreadsheets keep 15 digits of a number.</summary>
    public const long ExactMax = 999_999_999_999_999;

    private const int FlushAt = 1 << 16;
    private static readonly int Epoch = new DateOnly(1899, 12, 30).DayNumber;
    private static readonly long EpochTicks = new DateTime(1899, 12, 30).Ticks;
    private static readonly int FirstSafeDay = new DateOnly(1900, 3, 1).DayNumber;
    private readonly Stream _target;
    private readonly byte[][] _letters;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FlushAt * 2);
    private int _used;

    public RowWriter(Stream target, int columns)
    {
        _target = target;
        _letters = [.. Enumerable.Range(1, columns).Select(column => Encoding.ASCII.GetBytes(Letters(column)))];
    }

    /// <summary>The letters of a column: 1 is A, 28 is AB.</summary>
    public static string Letters(int column)
    {
        var letters = "";
        for (; column > 0; column = (column - 1) / 26) letters = (char)('A' + ((column - 1) % 26)) + letters;
        return letters;
    }

    public void Raw(string xml)
    {
        Need(Encoding.UTF8.GetMaxByteCount(xml.Length));
        _used += Encoding.UTF8.GetBytes(xml, _buffer.AsSpan(_used));
    }

    public void Begin(int row)
    {
        Need(64);
        Put("<row r=\""u8);
        Put(row);
        Put("\">"u8);
    }

    public void End(int row)
    {
        Put("</row>"u8);
        if (_used >= FlushAt) Flush();
    }

    /// <summary>A cell by the kind of its column. False where an amount had too many digits and was written as text.</summary>
    public bool Cell(int row, int column, ColumnKind kind, in ReportCell cell, ColumnStyle style)
    {
        if (cell.IsEmpty) return true;
        if (!cell.HasNumber || kind is ColumnKind.Text or ColumnKind.Code)
        {
            var text = cell.Text ?? cell.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            Text(row, column, text, CellText.LooksLikeFormula(text) ? style.Quoted : style.Plain);
            return true;
        }

        var number = cell.Number;
        switch (kind)
        {
            case ColumnKind.Money:
                if (number is > ExactMax or < -ExactMax)
                {
                    Text(row, column, Fen.Format(number), style.Overflow);
                    return false;
                }

                Open(row, column, style.Plain);
                PutYuan(number);
                break;
            case ColumnKind.Count:
                Open(row, column, style.Plain);
                Put(number);
                break;
            case ColumnKind.Percent:
                Open(row, column, style.Plain);
                Put(number / 10_000m);
                break;
            case ColumnKind.Date:
                var day = DateOnly.FromDayNumber((int)number);
                if (number < FirstSafeDay)
                {
                    Text(row, column, BankTime.Format(day), style.Quoted);
                    return true;
                }

                Open(row, column, style.Plain);
                Put(number - Epoch);
                break;
            case ColumnKind.Moment:
                var local = BankTime.Local(new DateTime(number, DateTimeKind.Utc));
                Open(row, column, style.Plain);
                // Whole seconds: readers round what is shown, and 23:59:59.6 would become another day.
                var seconds = (local.Ticks - EpochTicks) / TimeSpan.TicksPerSecond;
                Put(Math.Round((decimal)seconds / 86_400, 9));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }

        Put("</v></c>"u8);
        return true;
    }

    /// <summary>A cell with a text.</summary>
    public void Text(int row, int column, string text, int style)
    {
        text = CellText.Escape(text);
        Need(96 + (text.Length * 6));
        Reference(row, column, style);
        Put(" t=\"inlineStr\"><is><t"u8);
        if (text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]) || text.AsSpan().ContainsAny('\n', '\t')))
            Put(" xml:space=\"preserve\""u8);
        Put(">"u8);
        PutEscaped(text);
        Put("</t></is></c>"u8);
    }

    /// <summary>A cell with a formula and the amount that it gives, for readers that do not calculate.</summary>
    public void Formula(int row, int column, string formula, long fen, int style)
    {
        Need(160 + (formula.Length * 6));
        Reference(row, column, style);
        Put("><f>"u8);
        PutEscaped(formula);
        Put("</f><v>"u8);
        PutYuan(fen);
        Put("</v></c>"u8);
    }

    public void Flush()
    {
        _target.Write(_buffer, 0, _used);
        _used = 0;
    }

    public void Dispose()
    {
        if (_buffer.Length == 0) return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Open(int row, int column, int style)
    {
        Need(96);
        Reference(row, column, style);
        Put("><v>"u8);
    }

    private void Reference(int row, int column, int style)
    {
        Put("<c r=\""u8);
        Put(_letters[column]);
        Put(row);
        Put("\" s=\""u8);
        Put(style);
        Put("\""u8);
    }

    private void PutYuan(long fen)
    {
        var magnitude = Math.Abs(fen);
        if (fen < 0) Put("-"u8);
        Put(magnitude / Fen.PerYuan);
        var cents = (int)(magnitude % Fen.PerYuan);
        if (cents == 0) return;
        _buffer[_used++] = (byte)'.';
        _buffer[_used++] = (byte)('0' + (cents / 10));
        _buffer[_used++] = (byte)('0' + (cents % 10));
    }

    private void PutEscaped(string text)
    {
        var rest = text.AsSpan();
        while (rest.IndexOfAny('<', '>', '&') is var at and >= 0)
        {
            _used += Encoding.UTF8.GetBytes(rest[..at], _buffer.AsSpan(_used));
            Put(rest[at] switch { '<' => "&lt;"u8, '>' => "&gt;"u8, _ => "&amp;"u8 });
            rest = rest[(at + 1)..];
        }

        _used += Encoding.UTF8.GetBytes(rest, _buffer.AsSpan(_used));
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_used));
        _used += bytes.Length;
    }

    private void Put(long number)
    {
        Utf8Formatter.TryFormat(number, _buffer.AsSpan(_used), out var written);
        _used += written;
    }

    private void Put(decimal number)
    {
        Utf8Formatter.TryFormat(number, _buffer.AsSpan(_used), out var written);
        _used += written;
    }

    private void Need(int bytes)
    {
        if (_used + bytes <= _buffer.Length) return;
        Flush();
        if (bytes <= _buffer.Length) return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(bytes);
    }
}
