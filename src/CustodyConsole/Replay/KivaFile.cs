using System.Text.Json;
using System.Text.Unicode;
using CustodyConsole.Domain;

namespace CustodyConsole.Replay;

/// <summary>
/// Reads a kiva file: one JSON array of loans, each with its schedule and dated payments. Strict: a loan with a field
/// that is missing, absurd or of another type is a fault and yields nothing, the loans after it are read; JSON that
/// is cut off or broken ends the reading with a fatal fault.
/// </summary>
/// <remarks>
/// Fields that are not named here are not looked at. A payment that is listed twice with the same content counts once;
/// with other content, or under another loan, it is a fault, and so is a second loan of the same number.
/// </remarks>
internal static class KivaFile
{
    /// <summary>A file above this is refused: all its events are put in order in memory.</summary>
    public const long BytesMax = 512L * 1024 * 1024;

    private const int LoanBytesMax = 8 * 1024 * 1024;

    private static readonly JsonDocumentOptions LoanOptions = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>The loans of the file in its order, with a fault in the place of each that cannot be taken.</summary>
    public static IEnumerable<ReplayItem<KivaLoan>> Read(string path)
    {
        var (stream, fault) = ReplaySource.Open(path, BytesMax, Recognise);
        if (stream is null)
        {
            yield return fault!;
            yield break;
        }
        using (stream)
        {
            var elements = new JsonElements(stream, LoanBytesMax);
            var loanIds = new HashSet<long>();
            var paymentLoans = new Dictionary<long, long>();
            Refusal? reason;
            while (elements.Next(out reason))
                yield return ReadLoan(path, elements, loanIds, paymentLoans);
            if (reason is not null) yield return new ReplayFault(path, elements.Line, "", "", reason, Fatal: true);
            else if (elements.Count == 0) yield return ReplayFault.OfFile(path, ReplayFileRefusals.Empty());
        }
    }

    private static Refusal? Recognise(ReadOnlySpan<byte> text)
    {
        var start = text.IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0) return ReplayFileRefusals.Empty();
        if (text[start] == '[') return null;
        return ReplayFileRefusals.OtherFormat("一个借款的 JSON 数组（kiva）", "a JSON array of loans (kiva)");
    }

    private static ReplayItem<KivaLoan> ReadLoan(
        string path, JsonElements elements, HashSet<long> loanIds, Dictionary<long, long> paymentLoans)
    {
        var record = $"record {elements.Count}";
        if (!Utf8.IsValid(elements.Current.Span))
            return new ReplayFault(path, elements.Line, record, "", ReplayFileRefusals.NotUtf8());
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(elements.Current, LoanOptions);
        }
        catch (JsonException)
        {
            return new ReplayFault(path, elements.Line, record, "", ReplayFileRefusals.FieldTwice());
        }
        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return new ReplayFault(path, elements.Line, record, "", ReplayFileRefusals.NotALoan());
            var fields = new KivaFields();
            var id = fields.Whole(root, "id", "id", 1, long.MaxValue);
            if (fields.Bad is null) record = $"loan {id}";
            var loan = ReadFields(fields, root, id, elements.Line);
            if (fields.Bad is null) Register(fields, loan, loanIds, paymentLoans);
            return fields.Bad is { } bad
                ? new ReplayFault(path, elements.Line, record, bad.Field, bad.Reason)
                : loan;
        }
    }

    private static KivaLoan ReadFields(KivaFields fields, JsonElement root, long id, long line)
    {
        var status = fields.Status(root);
        var amountFen = fields.AmountFen(root, "loan_amount", "loan_amount");
        var released = KivaLoan.StatusIsReleased(status);
        var lenders = (int)fields.Whole(root, "lender_count", "lender_count", 0, LenderPool.KivaSize);
        if (released && lenders == 0)
            fields.Refuse("lender_count", ReplayFileRefusals.ReleasedWithout(status, "投资人", "lender"));
        var postedOn = fields.DateOrNull(root, "posted_date", "posted_date");
        var fundedOn = fields.DateOrNull(root, "funded_date", "funded_date");
        if (released && fundedOn is null)
            fields.Refuse("funded_date", ReplayFileRefusals.ReleasedWithout(status, "放款日期", "day of release"));
        var partnerId = fields.WholeOrNull(root, "partner_id", "partner_id", 0, long.MaxValue);
        var schedule = ReadSchedule(fields, root);
        if (released && schedule.Count > 0 && partnerId is null)
            fields.Refuse("partner_id", ReplayFileRefusals.ReleasedWithout(
                status, "担保方，但有还款计划", "guarantor but has a schedule"));
        return new KivaLoan(line, id, status, amountFen, lenders, postedOn, fundedOn, partnerId, schedule,
            ReadPayments(fields, root));
    }

    private static List<KivaScheduled> ReadSchedule(KivaFields fields, JsonElement root)
    {
        var rows = new List<(DateOnly DueOn, long AmountFen)>();
        foreach (var (row, path) in fields.Rows(root, "scheduled_payments"))
            rows.Add((fields.Date(row, "due_date", $"{path}.due_date"),
                fields.AmountFen(row, "amount", $"{path}.amount", zeroAllowed: true)));
        var schedule = new List<KivaScheduled>();
        var cumulativeFen = 0L;
        foreach (var day in rows.GroupBy(row => row.DueOn).OrderBy(day => day.Key))
        {
            var amountFen = day.Sum(row => row.AmountFen);
            cumulativeFen += amountFen;
            schedule.Add(new KivaScheduled(day.Key, amountFen, cumulativeFen));
        }
        return schedule;
    }

    private static List<KivaPayment> ReadPayments(KivaFields fields, JsonElement root)
    {
        var payments = new Dictionary<long, KivaPayment>();
        foreach (var (row, path) in fields.Rows(root, "payments"))
        {
            var payment = new KivaPayment(
                fields.Whole(row, "payment_id", $"{path}.payment_id", 1, long.MaxValue),
                fields.AmountFen(row, "amount", $"{path}.amount"),
                fields.Date(row, "processed_date", $"{path}.processed_date"));
            if (!payments.TryAdd(payment.PaymentId, payment) && payments[payment.PaymentId] != payment)
                fields.Refuse($"{path}.payment_id", ReplayFileRefusals.PaymentTwice(payment.PaymentId));
        }
        return [.. payments.Values.OrderBy(payment => payment.PaidOn).ThenBy(payment => payment.PaymentId)];
    }

    private static void Register(
        KivaFields fields, KivaLoan loan, HashSet<long> loanIds, Dictionary<long, long> paymentLoans)
    {
        if (!loanIds.Add(loan.Id)) fields.Refuse("id", ReplayFileRefusals.LoanTwice());
        foreach (var payment in loan.Payments)
            if (!paymentLoans.TryAdd(payment.PaymentId, loan.Id) && paymentLoans[payment.PaymentId] is var other
                && other != loan.Id)
                fields.Refuse("payments", ReplayFileRefusals.PaymentOfAnother(payment.PaymentId, other));
    }
}
