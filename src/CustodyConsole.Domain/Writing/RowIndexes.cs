namespace CustodyConsole.Domain.Writing;

/// <summary>A way to find rows other than by id. It is told of every row that is read, added or taken back.</summary>
internal interface IIndex<in T>
{
    void Read(T row);

    void Added(T row);

    void Removed(T row);

    void Clear();

    void CollectWanted(List<IWantedRows> into);
}

/// <summary>Finds the one row with a key that is unique in the table.</summary>
public sealed class KeyIndex<T, TKey> : IIndex<T> where T : Row where TKey : notnull
{
    private readonly Rows<T> _rows;
    private readonly Func<T, TKey> _keyOf;
    private readonly string _whereOne;
    private readonly string _whereMany;
    private readonly Func<TKey, object[]> _valuesOf;
    private readonly Dictionary<TKey, T?> _known = [];
    private readonly HashSet<TKey> _wanted = [];

    internal KeyIndex(Rows<T> rows, Func<T, TKey> keyOf, string[] columns, Func<TKey, object[]> valuesOf, string? also)
    {
        var condition = also is null ? "" : " AND " + also;
        _rows = rows;
        _keyOf = keyOf;
        _valuesOf = valuesOf;
        _whereOne = string.Join(" AND ", columns.Select((column, i) => $"\"{column}\" = {{{i}}}")) + condition;
        // One text however many keys are wanted, so that the server plans it once.
        _whereMany = $"({string.Join(", ", columns.Select(column => $"\"{column}\""))}) IN " +
            $"(SELECT * FROM unnest({string.Join(", ", columns.Select((_, i) => $"{{{i}}}"))}))" + condition;
    }

    /// <summary>The row with this key; null where there is none.</summary>
    public T? Find(TKey key)
    {
        // A row may have got its key after it was added, and an undone operation takes the key back from it.
        if (_known.TryGetValue(key, out var known) && (known is null || _keyOf(known).Equals(key))) return known;
        var row = _rows.Books.Store.Query(_rows.Table, _whereOne, _valuesOf(key)).Select(_rows.Know).FirstOrDefault();
        _known[key] = row;
        return row;
    }

    /// <summary>Reads the row together with others of the group, where a round trip is dear.</summary>
    public void Want(TKey key)
    {
        // What is wanted and not found counts as missing, so nothing may be wanted of a store that does not read ahead.
        if (!_rows.Books.Store.IsOnlyWriter && !_known.ContainsKey(key)) _wanted.Add(key);
    }

    /// <summary>Says that a row has got the key after it was added or read.</summary>
    public void KeyChanged(T row) => _known[_keyOf(row)] = row;

    void IIndex<T>.Read(T row) => _known[_keyOf(row)] = row;

    void IIndex<T>.Added(T row) => _known[_keyOf(row)] = row;

    void IIndex<T>.Removed(T row) => _known.Remove(_keyOf(row));

    void IIndex<T>.Clear()
    {
        _known.Clear();
        _wanted.Clear();
    }

    void IIndex<T>.CollectWanted(List<IWantedRows> into)
    {
        if (_wanted.Count == 0) return;
        var keys = _wanted.ToArray();
        _wanted.Clear();
        var values = Array.ConvertAll(keys, key => _valuesOf(key));
        var columns = new object[values[0].Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var column = Array.CreateInstance(values[0][i].GetType(), keys.Length);
            for (var n = 0; n < keys.Length; n++) column.SetValue(values[n][i], n);
            columns[i] = column;
        }

        // What is not found is known to be missing.
        foreach (var key in keys) _known.TryAdd(key, null);
        into.Add(new WantedRows<T>(_rows.Table, _whereMany, columns, row => _rows.Know(row)));
    }
}

/// <summary>Finds all rows that share a key, in the order of their ids.</summary>
public sealed class SetIndex<T> : IIndex<T> where T : Row
{
    private readonly Rows<T> _rows;
    private readonly Func<T, long?> _keyOf;
    private readonly string _where;
    private readonly Dictionary<long, List<T>> _read = [];
    private readonly Dictionary<long, List<T>> _addedBeforeReading = [];
    private readonly HashSet<long> _wanted = [];
    private readonly string _whereMany;

    internal SetIndex(Rows<T> rows, Func<T, long?> keyOf, string column, string? also)
    {
        _rows = rows;
        _keyOf = keyOf;
        var condition = also is null ? "" : " AND " + also;
        _where = $"\"{column}\" = {{0}}{condition} ORDER BY \"id\"";
        _whereMany = $"\"{column}\" = ANY({{0}}){condition} ORDER BY \"id\"";
    }

    /// <summary>All rows with this key, oldest first.</summary>
    public IReadOnlyList<T> Of(long key)
    {
        if (_read.TryGetValue(key, out var rows)) return rows;
        rows = [.. _rows.Books.Store.Query(_rows.Table, _where, key).Select(_rows.Know)];
        if (_addedBeforeReading.Remove(key, out var added)) rows.AddRange(added);
        _read[key] = rows;
        return rows;
    }

    /// <summary>Reads the set together with others of the group, where a round trip is dear.</summary>
    public void Want(long key)
    {
        if (!_rows.Books.Store.IsOnlyWriter && !_read.ContainsKey(key)) _wanted.Add(key);
    }

    void IIndex<T>.Read(T row)
    {
        // Reading a single row says nothing about the rest of its set.
    }

    void IIndex<T>.Added(T row)
    {
        if (_keyOf(row) is not { } key) return;
        if (_read.TryGetValue(key, out var rows)) rows.Add(row);
        else if (_addedBeforeReading.TryGetValue(key, out var added)) added.Add(row);
        else _addedBeforeReading[key] = [row];
    }

    void IIndex<T>.Removed(T row)
    {
        if (_keyOf(row) is not { } key) return;
        if (_read.TryGetValue(key, out var rows)) rows.Remove(row);
        if (_addedBeforeReading.TryGetValue(key, out var added)) added.Remove(row);
    }

    void IIndex<T>.Clear()
    {
        _read.Clear();
        _addedBeforeReading.Clear();
        _wanted.Clear();
    }

    void IIndex<T>.CollectWanted(List<IWantedRows> into)
    {
        if (_wanted.Count == 0) return;
        var keys = _wanted.Where(key => !_addedBeforeReading.ContainsKey(key)).ToArray();
        _wanted.Clear();
        foreach (var key in keys) _read[key] = [];
        into.Add(new WantedRows<T>(_rows.Table, _whereMany, [keys], row =>
        {
            var known = _rows.Know(row);
            if (_keyOf(known) is { } key) _read[key].Add(known);
        }));
    }
}
