"""What the columns of tables are called in many languages.

Front, back, tags and deck have a meaning; any other name only tells that a row names the columns.
"""

import re

# ruff: noqa: RUF001  # words of languages whose letters look like Latin ones

_FRONT = """
    front|question|q|term|word|prompt|expression|vocabulary|frage|vorderseite|begriff|wort|vokabel
    ausdruck|recto|mot|terme|demande|pregunta|anverso|palabra|término|termino|domanda|fronte|parola
    termine|pergunta|frente|palavra|termo|vraag|voorkant|woord|begrip|fråga|framsida|ord|glosa|spørgsmål
    forside|spørsmål|kysymys|etupuoli|sana|pytanie|przód|słowo|pojęcie|otázka|líc|slovo|pojem|kérdés
    előlap|szó|fogalom|întrebare|cuvânt|față|soru|ön yüz|kelime|sözcük|вопрос|слово|термин
    лицевая сторона|питання|запитання|термін|въпрос|дума|ερώτηση|λέξη|όρος|שאלה|מילה|מונח|سؤال|كلمة
    مصطلح|پرسش|واژه|प्रश्न|शब्द|câu hỏi|từ|từ vựng|mặt trước|pertanyaan|kata|คำถาม|คำศัพท์|問題|質問|表
    表面|単語|用語|语词|單詞|单词|词语|詞語|正面|问题|問|术语|질문|문제|앞면|단어|용어
"""
_BACK = """
    back|answer|a|definition|meaning|translation|response|explanation|antwort|rückseite|bedeutung
    übersetzung|erklärung|lösung|réponse|verso|traduction|signification|définition|explication
    respuesta|reverso|traducción|significado|definición|explicación|risposta|retro|traduzione
    significato|definizione|spiegazione|resposta|tradução|definição|explicação|antwoord|achterkant
    vertaling|betekenis|definitie|uitleg|svar|baksida|översättning|betydelse|förklaring|bagside
    oversættelse|betydning|bakside|oversettelse|vastaus|takapuoli|käännös|merkitys|odpowiedź|tył
    tłumaczenie|znaczenie|definicja|odpověď|rub|překlad|význam|definice|odpoveď|preklad|válasz|hátlap
    fordítás|jelentés|răspuns|traducere|definiție|cevap|yanıt|arka yüz|anlam|anlamı|çeviri|tanım
    ответ|перевод|значение|определение|оборотная сторона|відповідь|переклад|значення|отговор|превод
    απάντηση|μετάφραση|σημασία|ορισμός|תשובה|תרגום|פירוש|הגדרה|إجابة|جواب|ترجمة|معنى|تعريف|پاسخ|ترجمه
    उत्तर|अर्थ|trả lời|câu trả lời|nghĩa|mặt sau|jawaban|arti|terjemahan|คำตอบ|ความหมาย|คำแปล
    回答|答え|裏|裏面|意味|訳|答案|背面|反面|翻译|翻譯|意思|释义|釋義|定义|답|정답|뒷면|뜻|의미|번역
"""
_TAGS = """
    tags|tag|labels|label|schlagwörter|schlagworte|schlagwort|etiketten|étiquettes|mots-clés
    etiquetas|etichette|tagi|štítky|címkék|etiketler|теги|метки|標籤|标签|タグ|태그
"""
_DECK = "deck|stapel|paquet|mazo|mazzo|baralho|talia|balíček|колода|牌组|デッキ|덱"
_OTHER = """
    example|examples|sentence|example sentence|phrase|context|audio|sound|pronunciation|ipa|image
    picture|photo|note|notes|comment|comments|remark|hint|extra|category|topic|subject|level|gender
    article|plural|type|part of speech|id|no|nr|number|source|reading|pinyin|kana|kanji|hanzi|romaji
    furigana|chapter|lesson|unit|page|date|link|url|synonym|synonyms|kind|order|index|language
    beispiel|beispiele|beispielsatz|satz|ton|aussprache|bild|notiz|notizen|bemerkung|anmerkung
    kommentar|hinweis|tipp|kategorie|thema|fach|niveau|geschlecht|artikel|mehrzahl|wortart|nummer
    quelle|kapitel|lektion|seite|datum|exemple|exemples|son|prononciation|remarque|remarques
    commentaire|indice|catégorie|genre|pluriel|numéro|chapitre|leçon|ejemplo|ejemplos|frase|oración
    sonido|pronunciación|imagen|nota|notas|comentario|pista|categoría|tema|nivel|género|número
    capítulo|lección|esempio|esempi|suono|pronuncia|immagine|commento|categoria|livello|genere|numero
    capitolo|lezione|exemplo|exemplos|som|pronúncia|imagem|comentário|voorbeeld|voorbeelden|zin|geluid
    uitspraak|afbeelding|opmerking|categorie|hoofdstuk|les|exempel|mening|ljud|uttal|bild|anteckning
    eksempel|lyd|udtale|billede|bilde|esimerkki|lause|ääni|kuva|przykład|zdanie|dźwięk|wymowa|obraz
    uwagi|příklad|věta|zvuk|výslovnost|obrázek|poznámka|példa|mondat|hang|kiejtés|kép|megjegyzés
    exemplu|sunet|örnek|cümle|ses|telaffuz|resim|not|пример|предложение|звук|аудио|произношение
    картинка|изображение|заметка|примечание|категория|тема|уровень|приклад|παράδειγμα|ήχος|εικόνα
    דוגמה|הגייה|مثال|صوت|صورة|ملاحظة|उदाहरण|ví dụ|âm thanh|hình ảnh|ghi chú|contoh|catatan|ตัวอย่าง
    例文|例|音声|発音|画像|メモ|備考|例句|例子|音频|发音|图片|拼音|备注|예문|예|음성|발음|그림|메모
"""
_LANGUAGES = """
    english|german|french|spanish|italian|portuguese|dutch|swedish|danish|norwegian|finnish|polish
    czech|hungarian|romanian|turkish|russian|ukrainian|greek|hebrew|arabic|persian|hindi|vietnamese
    indonesian|thai|japanese|chinese|mandarin|korean|latin|deutsch|englisch|französisch|spanisch
    italienisch|portugiesisch|niederländisch|russisch|polnisch|türkisch|japanisch|chinesisch|latein
    français|anglais|allemand|espagnol|italien|español|inglés|alemán|francés|italiano|inglese|tedesco
    francese|spagnolo|português|inglês|alemão|nederlands|engels|duits|frans|svenska|engelska|tyska
    dansk|norsk|engelsk|tysk|suomi|englanti|polski|angielski|niemiecki|čeština|angličtina|němčina
    magyar|angol|német|română|engleză|türkçe|ingilizce|almanca|русский|английский|немецкий
    українська|ελληνικά|αγγλικά|עברית|אנגלית|العربية|الإنجليزية|हिन्दी|tiếng việt|tiếng anh|bahasa
    日本語|英語|中文|英文|汉语|漢語|한국어|영어
"""
_MEANT = {"front": _FRONT, "back": _BACK, "tags": _TAGS, "deck": _DECK}
# Not by classes of letters, which lack the marks that many scripts write vowels with.
_NOT_IN_A_NAME = re.compile(r"\([^)]*\)|\[[^\]]*\]|[!-,./:-@\[-`{-~：？！。、…]+|\d+")


def _split(names: str) -> list[str]:
    return [name.strip() for line in names.strip().split("\n") for name in line.split("|")]


MEANS = {name: meant for meant, names in _MEANT.items() for name in _split(names)}
_KNOWN = frozenset((*MEANS, *_split(_OTHER), *_split(_LANGUAGES)))


def column_name(name: str) -> str:
    """A name in lower case, without numbers, what is in brackets, and punctuation."""
    return " ".join(_NOT_IN_A_NAME.sub(" ", name.casefold()).split())


def is_column_name(name: str) -> bool:
    """Whether columns are called so; of two names, as in `Word/Term`, both have to be.

    A single letter is not enough: `a` is the first of many lists.
    """
    if column_name(name).isascii() and len(column_name(name)) == 1:
        return False
    if column_name(name) in _KNOWN:
        return True
    parts = [column_name(part) for part in re.split("[/|,]", name)]
    return len(parts) > 1 and all(part in _KNOWN for part in parts)
