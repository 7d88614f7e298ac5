/* Finds funds and pages for what a reader typed: reads the search index piece by piece, as builder/search/query/index_reader.py does.

   const finder = briefingsFinder("../../");             the way to the site's root
   const found = await finder.search("人工智能", {y: "2024"});
   await found.funds; await found.next(6); found.total; found.exact

   Only shards that a query's terms lie in are fetched, then the texts of pages that are shown; every page is held against
   its own text first. Nothing that was fetched is ever run or taken for HTML. */
"use strict";

const briefingsFinder = (() => {
  const FORMAT = 1, GAP = "\ufffc", BREAK = "\x1f", LONGEST = 100;
  const BEGINNING = "\x02", INITIALS = "\x03", NUMBER = "\x04", LABELLED = "\x05", CODE = "\x06", PINYIN = "\x07", NAME = "\x08";
  const WEIGHT = [1, 2, 4, 8], HALF_LIFE = 24, UNDATED = 48, TINY = 1e-9, RECORDS = 24, FEW = 24, AT_FIRST = 3;
  const COMMON = new Set("的了是在和与及也而但从对将为以被比向由于其这那一有不上下中后"); // tell little
  const HAN = /[々〆〇\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
  const BLANK = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
  const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}]/u, HALVES = /\p{Cs}/gu, WORDLIKE = /[a-z0-9]/;
  const HYPHEN = /[-\u2010]/, DOT = /[\u00b7\u2022\u2027\u30fb]/;
  const CLASS_LETTER = /[a-z](?:类|份额|类份额)?$/;

  /* Why a search cannot be made: "offline", "missing" or "torn" (cut short, or of another build). */
  class Trouble extends Error {
    constructor(kind, path) { super(`${path}: ${kind}`); this.kind = kind; }
  }

  /* ------------------------------------------------------------------------------------------------------------ text */
  let folds = new Map(), scripts = null, common = null;

  const foldedChar = char => {
    let made = folds.get(char);
    if (made === undefined) {
      if (char === "\n") made = "\n";
      else if (char === GAP) made = BREAK;
      else if (BLANK.test(char)) made = " ";
      else if (UNSEEN.test(char)) made = "";
      else {
        made = char.normalize("NFKC").toLowerCase();
        if (scripts) made = Array.from(made, one => scripts.get(one) || one).join("");
      }
      folds.set(char, made);
    }
    return made;
  };

  /* Whether what stands between two characters carries no meaning; the builder's fold.py says what does not. */
  const isJoint = (between, before, after) => {
    const kind = char => HAN.test(char) ? "han" : /[a-z]/.test(char) ? "letter" : /[0-9]/.test(char) ? "digit" : "";
    const [one, other] = [kind(before), kind(after)];
    if (!one || !other || one === other && one === "digit") return false;
    if (/^ +$/.test(between)) return one !== other || one === "han";
    return between.length === 1 && (one === "letter" || other === "letter" || DOT.test(between));
  };

  /* The text as it is compared, and for each of its code units the place in the text that it came from. */
  const mapped = text => {
    let folded = "", before = "", pending = "", pendingAt = [], at = 0;
    const places = [];
    const add = (one, from) => {
      folded += one;
      for (let n = 0; n < one.length; n++) places.push(from);
    };
    const flush = () => {
      Array.from(pending).forEach((one, n) => add(one, pendingAt[n]));
      pending = "", pendingAt = [];
    };
    for (const char of text) {
      for (const one of foldedChar(char)) {
        if (one === " " || HYPHEN.test(one) || DOT.test(one)) { pending += one; pendingAt.push(at); continue; }
        if (pending) {
          if (isJoint(pending, before, one)) pending = "", pendingAt = [];
          else flush();
        }
        add(one, at);
        before = one;
      }
      at += char.length;
    }
    flush();
    places.push(at);
    return {folded, places};
  };
  const fold = text => mapped(text).folded;

  /* GB 2312's characters, which are simplified already; every browser can list them. */
  const isCommon = char => {
    if (!common) {
      const bytes = new Uint8Array(72 * 94 * 2);
      let at = 0;
      for (let row = 0xb0; row <= 0xf7; row++) for (let cell = 0xa1; cell <= 0xfe; cell++) { bytes[at++] = row; bytes[at++] = cell; }
      common = new Set(new TextDecoder("gbk").decode(bytes));
    }
    return common.has(char);
  };

  const hashed = term => {
    let value = 0x811c9dc5;
    for (const char of term) value = Math.imul(value ^ char.codePointAt(0), 0x01000193);
    value = Math.imul(value ^ value >>> 16, 0x85ebca6b);
    value = Math.imul(value ^ value >>> 13, 0xc2b2ae35);
    return (value ^ value >>> 16) >>> 0;
  };

  /* ----------------------------------------------------------------------------------------------------------- query */
  const isAscii = text => /^[\x00-\x7f]*$/.test(text);
  const word = (text, exact) => {
    const chars = Array.from(text), terms = [], isWord = /^[a-z0-9]+$/.test(text);
    const three = at => {
      const some = at < 0 ? [] : chars.slice(at, at + 3);
      return some.length === 3 && some.every(char => char > " ") && some.some(isAscii) ? some.join("") : "";
    };
    for (let at = 0; at + 1 < chars.length; at++) {
      const pair = chars.slice(at, at + 2);
      if (three(at)) terms.push(three(at));
      if (pair.every(char => char > " ") && !((three(at) || three(at - 1)) && pair.some(isAscii))) terms.push(pair.join(""));
    }
    if (!terms.length) terms.push(...chars.filter(one => one > " ").map(one => WORDLIKE.test(one) ? BEGINNING + one : one));
    const some = evenly(terms, 2), telling = some.filter(term => !Array.from(term).some(char => COMMON.has(char)));
    const better = isWord ? [BEGINNING + text.slice(0, 12)] : [];
    if (/^\d+(?:\.\d+)?%?$/.test(text)) better.push(NUMBER + text);
    const letters = !exact && /^[a-z]{3,40}$/.test(text) ? chars.slice(2).map((_, n) => INITIALS + text.slice(n, n + 3)) : [];
    return {text, exact, terms, first: few(telling.length > 1 ? telling : some), better, initials: few(evenly(letters, 3)), isWord};
  };
  /* The terms of a word that are asked for first: they cover it, or lie evenly in it. */
  const evenly = (terms, step) => terms.filter((_, at) => at % step === 0 || at === terms.length - 1);
  const few = terms => terms.length <= AT_FIRST ? terms :
    Array.from({length: AT_FIRST}, (_, at) => terms[Math.floor(at * (terms.length - 1) / (AT_FIRST - 1))]);

  const QUOTED = /"([^"]*)"|[\u201c\u201d]([^\u201c\u201d]*)[\u201c\u201d]|「([^」]*)」|『([^』]*)』/g;
  const split = text => text.split(new RegExp(`${BLANK.source}+`)).filter(Boolean);
  const parse = typed => {
    const chars = Array.from(String(typed).replace(HALVES, "").normalize("NFC").replaceAll(GAP, ""));
    const plain = chars.slice(0, LONGEST).join(""), words = [];
    let at = 0;
    const loose = part => split(part).forEach(one => words.push(word(fold(one), false)));
    for (const quoted of plain.matchAll(QUOTED)) {
      loose(plain.slice(at, quoted.index));
      words.push(word(fold(split(quoted.slice(1).find(Boolean) || "").join(" ")), true));
      at = quoted.index + quoted[0].length;
    }
    loose(plain.slice(at));
    const kept = new Map(words.filter(one => one.text.trim()).map(one => [one.text, one]));
    return {words: [...kept.values()], cut: chars.length > LONGEST};
  };

  /* ---------------------------------------------------------------------------------------------------------- shards */
  const TABLE = Uint32Array.from({length: 256}, (_, n) => {
    for (let bit = 0; bit < 8; bit++) n = n & 1 ? n >>> 1 ^ 0xedb88320 : n >>> 1;
    return n;
  });
  const check = bytes => {
    let value = -1;
    for (const byte of bytes) value = value >>> 8 ^ TABLE[(value ^ byte) & 255];
    return (value ^ -1) & 0xffff || 1;
  };

  /* Of those hashes that a shard has: pages and classes. builder/search/index/shards.py describes the form. */
  const decoded = (bytes, number, wanted, pages) => {
    const found = new Map(), table = [], bits = bytes[3];
    let at = 4, term = bits ? number * 2 ** (32 - bits) : 0;
    const varint = () => {
      let value = 0, shift = 0, byte;
      do { byte = bytes[at++]; if (byte === undefined) throw new Trouble("torn", "shard"); value += (byte & 127) * 2 ** shift; shift += 7; } while (byte & 128);
      return value;
    };
    for (let left = varint(); left > 0; left--) {
      term += varint();
      const count = varint(), size = varint();
      table.push([term, count, size]);
    }
    if (!(at + table.reduce((sum, line) => sum + line[2], 0) === bytes.length)) throw new Trouble("torn", "shard");
    for (const [name, count, size] of table) {
      if (wanted.has(name)) found.set(name, unpacked(bytes, at, count, pages));
      at += size;
    }
    return found;
  };
  const unpacked = (bytes, start, count, pages) => {
    const k = 31 - Math.clz32(Math.max(1, Math.floor(pages * 11 / (16 * count))));
    const places = new Uint32Array(count), kinds = new Uint8Array(count);
    let at = start * 8, place = -1;
    const bit = () => { const one = bytes[at >> 3] >> 7 - (at & 7) & 1; at++; return one; };
    for (let n = 0; n < count; n++) {
      let quotient = 0, low = 0, kind = 0;
      while (!bit()) if (++quotient > pages) throw new Trouble("torn", "shard");
      for (let left = k; left > 0; left--) low = low << 1 | bit();
      while (kind < 3 && bit()) kind++;
      place += 1 + (quotient << k | low);
      places[n] = place;
      kinds[n] = kind;
    }
    return {places, kinds};
  };

  /* ----------------------------------------------------------------------------------------------------------- funds */
  const spread = (text, whole) => Array.from(text).length > 3 && pieces(text, whole, 3) !== null;
  /* Where the pieces of a text stand in another, in order, each of two characters or more; null where they do not. */
  const pieces = (text, whole, left, from = 0) => {
    if (!text) return [];
    if (!left) return null;
    for (let end = text.length; end >= Math.min(2, text.length); end--) {
      const at = whole.indexOf(text.slice(0, end), from), rest = at < 0 ? null : pieces(text.slice(end), whole, left - 1, at + end);
      if (rest) return [[at, at + end], ...rest];
    }
    return null;
  };
  /* Where a word stands in a folded text, piece by piece if a fund's name may be meant. */
  const spans = (one, folded, isName) => {
    const found = [];
    for (let at = folded.indexOf(one.text); at >= 0; at = folded.indexOf(one.text, at + one.text.length)) found.push([at, at + one.text.length]);
    return found.length || !isName || one.exact || one.text.length < 4 ? found : pieces(one.text, folded, 3) || [];
  };
  const score = (one, record) => {
    const {text} = one, code = fold(record.c), names = record.n.map(fold), others = record.x.map(fold);
    if (text === code) return 100;
    if (names.some(name => name === text || name.replace(CLASS_LETTER, "") === text)) return 95;
    const best = [code.startsWith(text) ? 80 : text.length > 1 && code.includes(text) ? 60 : 0];
    for (const name of names) best.push(name.startsWith(text) ? 75 : name.includes(text) ? 70 : 0);
    if (others.some(other => other.includes(text))) best.push(45);
    if (!one.exact) {
      if (/^[a-z]{2,}$/.test(text)) {
        for (const letters of record.i) {
          best.push(letters === text ? 72 : letters.startsWith(text) ? 68 : letters.includes(text) ? 55 : spread(text, letters) ? 40 : 0);
        }
        best.push(record.p.startsWith(text) ? 66 : record.p.includes(text) ? 52 : spread(text, record.p) ? 38 : 0);
      }
      for (const name of names) if (spread(text, name)) best.push(50);
      if (spread(text, [...names.slice(0, 1), ...others].join("\n"))) best.push(30);
    }
    return Math.max(...best);
  };
  /* Sets of terms, each with how many of them a fund that the word may name has. */
  const naming = one => {
    const {text, terms} = one, half = all => Math.ceil(all.length / 2), sets = [[[NAME + text], 1]];
    sets.push([terms, one.exact ? terms.length : Math.max(half(terms), terms.length - 2)]);
    if (one.isWord && !one.exact) {
      if (text.length > 2) sets.push([[CODE + text], 1]);
      if (/^[a-z]{2,}$/.test(text)) {
        const parts = (size, mark) => Array.from({length: Math.max(0, text.length - size + 1)}, (_, n) => mark + text.slice(n, n + size));
        const twos = parts(2, INITIALS), threes = parts(3, PINYIN);
        sets.push([twos, Math.max(half(twos), twos.length - 2)], [threes, Math.max(half(threes), threes.length - 4)]);
      }
    }
    return sets.filter(([terms]) => terms.length);
  };

  /* Edits that make the text out of a part of the other (or, `whole`, out of all of it); two that changed places are one. */
  const distance = (text, other, whole = false) => {
    const one = Array.from(text), two = Array.from(other);
    let before = [], last = two.map((_, n) => whole ? n : 0);
    last.push(whole ? two.length : 0);
    one.forEach((char, row) => {
      const next = [row + 1];
      two.forEach((against, at) => {
        let least = Math.min(last[at] + (char !== against), last[at + 1] + 1, next[at] + 1);
        if (row && at && char === two[at - 1] && one[row - 1] === against) least = Math.min(least, before[at - 1] + 1);
        next.push(least);
      });
      [before, last] = [last, next];
    });
    return whole ? last.at(-1) : Math.min(...last);
  };

  /* ------------------------------------------------------------------------------------------------------------- all */
  return root => {
    const files = new Map();
    let about = null;

    const got = async (path, options) => {
      let answer;
      try {
        answer = await fetch(root + path, {credentials: "same-origin", ...options});
        if (!answer.ok) {
          answer.body?.cancel();
          throw new Trouble("missing", path);
        }
        return new Uint8Array(await answer.arrayBuffer());
      } catch (error) {
        throw error instanceof Trouble ? error : new Trouble("offline", path);
      }
    };
    const once = (path, make) => {
      if (!files.has(path)) {
        const coming = make();
        coming.catch(() => files.delete(path)); // what failed may be asked for again
        files.set(path, coming);
      }
      return files.get(path);
    };
    /* A file that must have this check; the browser may hold another build's, so a second look goes past its cache. */
    const checked = (path, sum) => once(path, async () => {
      const address = `${path}?${sum.toString(16)}`;
      for (const options of [{}, {cache: "reload"}]) {
        const bytes = await got(address, options);
        if (check(bytes) === sum) return bytes;
      }
      throw new Trouble("torn", path);
    });
    const text = bytes => new TextDecoder().decode(bytes);
    const parsed = (words, path) => {
      try { return JSON.parse(words); } catch { throw new Trouble("torn", path); }
    };

    const PARTS = ["old", "year", "new", "funds"];
    const manifest = async () => {
      // The checks of all shards are asked for together with what says which there are: a way to the server less.
      const early = PARTS.map(name => got(`search/${name}/sums.bin`, {cache: "no-cache"}).catch(error => error));
      const value = parsed(text(await got("search/index.json", {cache: "no-cache"})), "search/index.json");
      if (!value || value.format !== FORMAT) throw new Trouble("torn", "search/index.json");
      value.parts = value.segments.map(part => ({...part, pages: part.months.reduce((sum, month) => sum + month[1], 0)}));
      if (value.funds) value.catalogue = {...value.funds, name: "funds", pages: value.funds.count};
      await Promise.all([...value.parts, value.catalogue].filter(Boolean).map(async part => {
        const bytes = await early[PARTS.indexOf(part.name)];
        if (bytes instanceof Trouble) throw bytes;
        part.sums = check(bytes) === part.check ? bytes : await checked(`search/${part.name}/sums.bin`, part.check);
      }));
      return value;
    };
    const ready = () => {
      about ||= manifest();
      about.catch(() => { about = null; });
      return about;
    };

    const withScripts = async (value, words) => {
      if (scripts) return;
      for (const char of words) {
        if (HAN.test(char) && (!isCommon(char) || value.scripts.includes(char))) {
          const [from, to] = text(await once("search/scripts.txt", () => got("search/scripts.txt"))).split("\n").map(line => Array.from(line));
          scripts = new Map(from.map((one, n) => [one, to[n]]));
          folds = new Map();
          return;
        }
      }
    };

    /* For each term its pages in a part of the index. */
    const lists = async (part, terms) => {
      const shards = new Map(), found = new Map();
      for (const term of new Set(terms)) {
        const name = hashed(term), number = part.bits ? name >>> 32 - part.bits : 0;
        if (!shards.has(number)) shards.set(number, new Map());
        shards.get(number).set(name, term);
      }
      await Promise.all([...shards].map(async ([number, names]) => {
        const sum = part.sums[number * 2] | part.sums[number * 2 + 1] << 8;
        if (!sum) return;
        const bytes = await checked(`search/${part.name}/${number.toString(16)}.bin`, sum);
        for (const [name, list] of decoded(bytes, number, names, part.pages)) found.set(names.get(name), list);
      }));
      return found;
    };
    /* Whether a term's shard is here already, so that it costs nothing to look into. */
    const isHere = (part, term) => files.has(`search/${part.name}/${(part.bits ? hashed(term) >>> 32 - part.bits : 0).toString(16)}.bin`);

    /* Pages of a part that have all these terms: the lowest class of each, plus one; 0 for the others. */
    const holding = (part, terms, found) => {
      const counts = new Uint8Array(part.pages), lowest = new Uint8Array(part.pages);
      terms.forEach((term, n) => {
        const list = found.get(term);
        for (let at = 0; list && at < list.places.length; at++) {
          const place = list.places[at];
          if (counts[place] !== n) continue;
          counts[place] = n + 1;
          lowest[place] = n ? Math.min(lowest[place], list.kinds[at] + 1) : list.kinds[at] + 1;
        }
      });
      return lowest.map((kind, place) => terms.length && counts[place] === terms.length ? kind : 0);
    };

    const ranked = async (part, query, labels, byInitials) => {
      const initials = one => byInitials ? one.initials : [];
      const found = await lists(part, [...query.words.flatMap(one => [...one.first, ...initials(one), ...one.better]), ...labels]);
      const weights = new Float64Array(part.pages).fill(TINY), letters = [];
      query.words.forEach((one, n) => {
        const plain = holding(part, one.first, found), own = new Float64Array(part.pages);
        letters[n] = holding(part, initials(one), found);
        plain.forEach((kind, place) => {
          own[place] = kind ? WEIGHT[kind - 1] : letters[n][place] ? WEIGHT[letters[n][place] - 1] / 2 : 0;
        });
        for (const term of one.better) {
          const list = found.get(term);
          for (let at = 0; list && at < list.places.length; at++) {
            const place = list.places[at];
            if (plain[place]) own[place] = Math.max(own[place], WEIGHT[list.kinds[at]]) * 1.5;
          }
        }
        weights.forEach((weight, place) => { weights[place] = weight && own[place] ? weight + own[place] / query.words.length : 0; });
      });
      for (const label of labels) {
        const allowed = holding(part, [label], found);
        weights.forEach((weight, place) => { if (!allowed[place]) weights[place] = 0; });
      }
      return {weights, letters};
    };

    /* Takes out pages that lack further terms of the words, while there are more than can be looked into at once. */
    const narrowed = async (value, query, all) => {
      const rest = query.words.map(one => one.terms.filter(term => !one.first.includes(term)));
      const left = () => all.reduce((sum, {weights}) => sum + weights.reduce((n, weight) => n + (weight > 0), 0), 0);
      while (rest.some(terms => terms.length)) {
        const many = left() > FEW;
        const step = rest.map(terms => terms.filter((term, n) => many && n < AT_FIRST || value.parts.every(part => isHere(part, term))));
        if (!step.some(terms => terms.length)) return;
        await Promise.all(value.parts.map(async (part, index) => {
          const found = await lists(part, step.flat()), {weights, letters} = all[index];
          step.forEach((terms, n) => {
            if (!terms.length) return;
            const kept = holding(part, terms, found);
            weights.forEach((weight, place) => { if (weight && !kept[place] && !letters[n][place]) weights[place] = 0; });
          });
        }));
        step.forEach((terms, n) => { rest[n] = rest[n].filter(term => !terms.includes(term)); });
      }
    };

    const months = month => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
    const candidates = async (value, query, filters, byInitials) => {
      const labels = Object.entries(filters).filter(([name]) => name !== "y").map(([name, one]) => LABELLED + name + fold(one));
      const all = await Promise.all(value.parts.map(part => ranked(part, query, labels, byInitials)));
      await narrowed(value, query, all);
      const newest = value.parts.length ? months(value.parts.at(-1).months.at(-1)[0]) : 0, found = [];
      let base = 0;
      value.parts.forEach((part, index) => {
        let at = 0;
        for (const [month, size, stamp] of part.months) {
          const age = month === "0000-00" ? UNDATED : newest - months(month);
          for (let number = 0; number < size; number++) {
            const weight = all[index].weights[at + number];
            if (!weight || filters.y && filters.y !== month.slice(0, 4)) continue;
            const rank = weight * 0.5 ** (age / HALF_LIFE);
            found.push({rank, order: base + at + number, path: `search/text/${month}/${number}.txt`, stamp});
          }
          at += size;
        }
        base += part.pages;
      });
      return found.sort((one, other) => other.rank - one.rank || other.order - one.order);
    };

    /* A page's text file, understood. */
    const opened = (value, {path, stamp}) => once(path, async () => {
      const raw = text(await got(`${path}?${stamp}`));
      const [first, ...lines] = raw.split("\n");
      const head = parsed(first, path);
      if (!head || typeof head.u !== "string" || !raw.endsWith("\n")) throw new Trouble("torn", path);
      lines.pop();
      await withScripts(value, raw);
      return {head, lines, title: (lines.find(line => line[0] === "T") || "").slice(1), path};
    });
    const holds = (page, one, byInitials) => {
      if (page.foldedBy !== folds) { page.folded = fold(page.lines.map(line => line.slice(1)).join("\n")); page.foldedBy = folds; }
      return page.folded.includes(one.text) || byInitials && one.initials.length > 0 && (page.head.i || []).some(letters => letters.includes(one.text));
    };
    const passes = ({head}, filters) => Object.entries(filters).every(([name, one]) =>
      name === "s" ? head.s === one : name === "y" ? (head.d || "").startsWith(one) : (head[name] || []).includes(one));

    const search = async (typed, filters = {}) => {
      const value = await ready();
      await withScripts(value, typed);
      const query = parse(typed);
      if (!query.words.length && !Object.keys(filters).length) return {query, funds: Promise.resolve([]), total: 0, exact: true, lost: 0, done: true, next: async () => []};
      // What names the pages is asked for before what names the funds: a browser has six ways to a server.
      const coming = candidates(value, query, filters, false);
      const funds = value.catalogue && query.words.length ? fundsOf(value, query) : Promise.resolve([]);
      funds.catch(() => {}); // told to whoever waits for it
      let waiting = await coming, byInitials = false, given = 0;
      const found = {query, funds, total: waiting.length, lost: 0, done: false, exact: false}, seen = [], open = [];
      const couldBeInitials = () => !byInitials && !given && !seen.length && query.words.some(one => one.initials.length);
      const look = async one => {
        try {
          const page = await opened(value, one);
          return query.words.every(part => holds(page, part, byInitials)) && passes(page, filters) ? page : null;
        } catch (error) {
          if (error.kind === "offline") throw error;
          found.lost++;
          return null;
        }
      };
      const settle = () => {
        found.done = !waiting.length && !open.length && !seen.length && !couldBeInitials();
        // One term decides by itself, but for one in some million whose hash is another's too.
        found.exact = !waiting.length && !open.length && !couldBeInitials() || query.words.every(one => one.terms.length === 1 && !one.initials.length);
      };
      /* So many further pages, the best first; fewer only where there are no more. */
      found.next = async count => {
        // As many are looked into at once as are wanted still, and more the more turn out not to hold the query. They are
        // taken in their order; what was asked for and is not needed yet stays for the next pages.
        let more = 0;
        while (seen.length < count) {
          while (waiting.length && open.length < count - seen.length + more) {
            const one = waiting.shift(), page = look(one);
            page.catch(() => {}); // told when its turn comes
            open.push({one, page});
          }
          if (!open.length) {
            if (!couldBeInitials()) break;
            byInitials = true;
            waiting = await candidates(value, query, filters, true);
            found.total = waiting.length;
            continue;
          }
          try {
            const page = await open[0].page;
            open.shift();
            if (page) seen.push(page);
            else { found.total--; more = Math.min(more + 1, count); }
          } catch (error) {
            waiting.unshift(...open.splice(0).map(({one}) => one)); // to be asked for again
            throw error;
          }
        }
        const hits = seen.splice(0, count);
        given += hits.length;
        settle();
        return hits;
      };
      settle();
      return found;
    };

    /* ------------------------------------------------------------------------------------------------------ funds */
    const records = async (value, numbers) => {
      const {together, stamp} = value.funds, chunks = [...new Set(numbers.map(number => Math.floor(number / together)))];
      const known = new Map(await Promise.all(chunks.map(async chunk => {
        const path = `search/funds/${chunk}.jsonl`;
        return [chunk, text(await once(path, () => got(`${path}?${stamp}`))).split("\n")];
      })));
      return numbers.map(number => parsed(known.get(Math.floor(number / together))[number % together] || "", "search/funds"));
    };
    const counted = (terms, found) => {
      const counts = new Map();
      for (const term of terms) for (const place of found.get(term)?.places || []) counts.set(place, (counts.get(place) || 0) + 1);
      return counts;
    };
    const fundsOf = async (value, query) => {
      const sets = query.words.map(naming);
      const found = await lists(value.catalogue, sets.flat().flatMap(([terms]) => terms));
      const best = sets.map(some => {
        const own = new Map();
        for (const [terms, least] of some) {
          for (const [place, count] of counted(terms, found)) {
            if (count >= least) own.set(place, Math.max(own.get(place) || 0, count / terms.length));
          }
        }
        return own;
      });
      const shared = [...best[0].keys()].filter(place => best.every(own => own.has(place)));
      const sum = place => best.reduce((all, own) => all + own.get(place), 0);
      const first = shared.sort((one, other) => sum(other) - sum(one) || one - other).slice(0, RECORDS);
      const read = await records(value, first);
      await withScripts(value, read.map(record => record.n.join("")).join(""));
      const scored = read.map(record => ({record, value: Math.min(...query.words.map(one => score(one, record)))}));
      const kept = scored.filter(one => one.value).sort((one, other) => other.value - one.value).map(one => one.record);
      kept.more = shared.length > RECORDS; // there are others that were not looked into
      return kept;
    };

    /* What a query that found nothing may have meant, the nearest first: {text, fund} with what to search for instead. */
    const suggest = async typed => {
      const value = await ready(), text = parse(typed).words.map(one => one.text).join("");
      if (text.length < 2 || text.length > 24) return [];
      const spoken = await syllables(), said = Array.from(text, char => spoken.get(char) || char).join("");
      const parts = (of, size) => Array.from({length: Math.max(0, of.length - size + 1)}, (_, n) => of.slice(n, n + size));
      const isCode = /^[0-9a-z]{4,8}$/.test(text) && /\d/.test(text), near = [];
      if (value.catalogue) {
        const terms = [...parts(text, 2), ...parts(said, 3).map(one => PINYIN + one)];
        if (isCode) for (const size of [3, 4, 5]) terms.push(...parts(text, size).map(one => CODE + one));
        if (/^[a-z]+$/.test(text)) terms.push(...parts(text, 2).map(one => INITIALS + one));
        const counts = counted(terms, await lists(value.catalogue, terms));
        const first = [...counts].sort((one, other) => other[1] - one[1] || one[0] - other[0]).slice(0, RECORDS);
        for (const record of await records(value, first.map(([place]) => place))) {
          const off = [];
          if (isCode) off.push([distance(text, fold(record.c), true), 2]);
          for (const name of record.n) off.push([distance(text, fold(name)), Math.max(1, text.length / 3)]);
          if (said.length > 3) off.push([distance(said, record.p), said.length / 5], [1, spread(said, record.p) ? 1 : 0]);
          if (/^[a-z]{4,}$/.test(text)) for (const letters of record.i) off.push([distance(text, letters), text.length / 4]);
          const least = Math.min(...off.map(([edits, most]) => edits <= most ? edits / text.length : 9));
          if (least < 9) near.push({text: record.c, fund: record.n[0], least});
        }
      }
      const known = await facets();
      for (const [name, sound] of [...known.topics, ...known.series.map(one => [one, ""])]) {
        const close = distance(text, fold(name)) <= text.length / 3 || sound && said.length > 3 && distance(said, sound) <= said.length / 5;
        if (close) near.push({text: name, fund: "", least: Math.min(distance(text, fold(name)) / text.length, 0.5)});
      }
      return near.sort((one, other) => one.least - other.least).slice(0, 5);
    };
    const facets = () => once("search/facets.json", async () => parsed(text(await got("search/facets.json", {cache: "no-cache"})), "search/facets.json"));
    const syllables = () => once("search/pinyin.txt", async () => {
      const spoken = new Map();
      for (const line of text(await got("search/pinyin.txt")).split("\n")) {
        const [sound, chars] = line.split(" ");
        for (const char of chars || "") spoken.set(char, sound);
      }
      return spoken;
    });

    return {ready, search, suggest, facets, mapped, spans};
  };
})();
